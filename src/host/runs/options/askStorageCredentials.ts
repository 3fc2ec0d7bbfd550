import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { serverOf, type StorageCredentials, type StorageVariables } from './storageCredentials.js';

/** A variable that is asked for; a secret is typed unseen. */
interface Field {
  readonly variable: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly secret?: true;
  readonly optional?: true;
}

const fields: Readonly<Record<'s3' | 'hdfs' | 'token', readonly Field[]>> = {
  s3: [
    {
      variable: 'AWS_ENDPOINT_URL',
      prompt: l10n.t('Server, where it is not Amazon’s'),
      placeholder: 'http://localhost:9000',
      optional: true,
    },
    { variable: 'AWS_REGION', prompt: l10n.t('Region'), placeholder: 'us-east-1', optional: true },
    { variable: 'AWS_ACCESS_KEY_ID', prompt: l10n.t('Access key') },
    {
      variable: 'AWS_SECRET_ACCESS_KEY',
      prompt: l10n.t('Secret key, kept in the secret storage of this machine'),
      secret: true,
    },
    {
      variable: 'AWS_SESSION_TOKEN',
      prompt: l10n.t('Session token of a temporary key, kept in the secret storage of this machine'),
      secret: true,
      optional: true,
    },
  ],
  hdfs: [{ variable: 'HADOOP_USER_NAME', prompt: l10n.t('User') }],
  token: [
    {
      variable: 'HADOOP_TOKEN',
      prompt: l10n.t('Delegation token, kept in the secret storage of this machine'),
      secret: true,
    },
  ],
};

interface Item extends vscode.QuickPickItem {
  readonly asks?: keyof typeof fields;
  readonly keeps?: boolean;
}

/**
 * Asks with which credentials a storage is to be used, where it takes any.
 *
 * @returns whether the storage is to be used; false where a person goes back
 */
export async function askStorageCredentials(
  uri: string,
  { credentials }: { readonly credentials: StorageCredentials },
): Promise<boolean> {
  const server = serverOf(uri);
  if (server === undefined) return true;
  const known = await credentials.of(uri);
  const title = l10n.t('Credentials for {0}', server.name);
  const item = await vscode.window.showQuickPick(itemsFor(server.kind, Object.keys(known).length > 0), {
    title,
    ignoreFocusOut: true,
  });
  if (item === undefined) return false;
  if (item.keeps === true) return true;
  const variables = item.asks && (await askFields(title, fields[item.asks]));
  if (item.asks !== undefined && variables === undefined) return false;
  await credentials.keep(uri, variables);
  return true;
}

function itemsFor(kind: 's3' | 'hdfs', isKnown: boolean): readonly Item[] {
  const environment: Item = {
    label: l10n.t('Those of the Environment'),
    detail:
      kind === 's3'
        ? 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL, AWS_REGION'
        : 'HADOOP_USER_NAME, HADOOP_TOKEN',
  };
  const asked: readonly Item[] =
    kind === 's3'
      ? [{ label: l10n.t('Enter a Key…'), asks: 's3' }]
      : [
          { label: l10n.t('Enter a User…'), asks: 'hdfs' },
          { label: l10n.t('Enter a Delegation Token…'), asks: 'token' },
        ];
  return [
    ...(isKnown ? [{ label: l10n.t('Those Entered Before'), keeps: true }] : []),
    ...asked,
    environment,
  ];
}

async function askFields(title: string, asked: readonly Field[]): Promise<StorageVariables | undefined> {
  const variables: Record<string, string> = {};
  for (const { variable, prompt, placeholder, secret, optional } of asked) {
    const value = await vscode.window.showInputBox({
      ...{ title, prompt, ignoreFocusOut: true, password: secret === true },
      ...(placeholder === undefined ? {} : { placeHolder: placeholder }),
      validateInput: (text) =>
        text.trim() === '' && optional !== true ? l10n.t('This is needed.') : undefined,
    });
    if (value === undefined) return undefined;
    if (value.trim() !== '') variables[variable] = value.trim();
  }
  return variables;
}
