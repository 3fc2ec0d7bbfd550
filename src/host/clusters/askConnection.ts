import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { authorization, type FlinkAuth } from '../../flink/connection.js';
import { clusterUrl } from './clusterUrl.js';
import { askChoice, askText, type Step, type StepFrame } from './steps.js';

export interface AskedConnection {
  readonly url: string;
  readonly auth: FlinkAuth | undefined;
}

/** What is asked for: a JobManager, a SQL Gateway. */
export interface UrlQuestion {
  readonly title: string;
  readonly placeholder: string;
  readonly prompt: string;
}

interface Answers {
  readonly url: string;
  readonly auth: FlinkAuth['kind'] | 'none';
  readonly user: string;
  readonly secret: string;
}

type AskStep = (frame: StepFrame, answers: Answers) => Promise<Step<Partial<Answers>>>;

/** Asks step by step for a cluster's URL and its credentials; `undefined` where a person gives up. */
export function askConnection(
  { title, placeholder, prompt }: UrlQuestion,
  url = '',
): Promise<AskedConnection | undefined> {
  return askInSteps(title, url, [
    (frame, answers) => askUrl({ ...frame, placeholder, prompt }, answers),
    askAuth,
  ]);
}

/** Asks step by step for the credentials of a cluster that is known. */
export function askCredentials(title: string, url: string): Promise<AskedConnection | undefined> {
  return askInSteps(title, url, [askAuth]);
}

/** Secrets are typed unseen and go nowhere but into the answer. */
async function askInSteps(
  title: string,
  url: string,
  first: readonly AskStep[],
): Promise<AskedConnection | undefined> {
  let answers: Answers = { url, auth: 'none', user: '', secret: '' };
  for (let at = 0; ;) {
    const steps = [...first, ...secretSteps[answers.auth]];
    const ask = steps[at];
    if (!ask) return { url: answers.url, auth: authOf(answers) };
    const result = await ask({ title, step: at + 1, totalSteps: steps.length }, answers);
    if (result === 'cancel') return undefined;
    if (result === 'back') at--;
    else {
      answers = { ...answers, ...result.value };
      at++;
    }
  }
}

async function askUrl(frame: StepFrame & UrlQuestion, { url }: Answers): Promise<Step<Partial<Answers>>> {
  const result = await askText({
    ...frame,
    value: url,
    problem: (text) => {
      const read = clusterUrl(text);
      return 'problem' in read ? read.problem : undefined;
    },
  });
  if (typeof result === 'string') return result;
  const read = clusterUrl(result.value);
  return { value: { url: 'url' in read ? read.url : result.value } };
}

interface AuthItem extends vscode.QuickPickItem {
  readonly auth: Answers['auth'];
}

const authItems: readonly AuthItem[] = [
  { auth: 'none', label: l10n.t('None'), detail: l10n.t('Flink itself asks for nothing.') },
  {
    auth: 'basic',
    label: l10n.t('User and password'),
    detail: l10n.t('Basic authentication, by a proxy before Flink'),
  },
  { auth: 'bearer', label: l10n.t('Token'), detail: l10n.t('A bearer token, by a gateway before Flink') },
];

const askAuth: AskStep = async (frame) => {
  const result = await askChoice({
    ...frame,
    items: authItems,
    placeholder: l10n.t('How does it know who may ask?'),
  });
  return typeof result === 'string' ? result : { value: { auth: result.value.auth } };
};

const askUser: AskStep = async (frame, { user }) => {
  const result = await askText({
    ...frame,
    value: user,
    prompt: l10n.t('User'),
    // The header separates user and password by the first colon.
    problem: (text) => (text === '' || text.includes(':') ? l10n.t('A name without a colon.') : undefined),
  });
  return typeof result === 'string' ? result : { value: { user: result.value } };
};

const askPassword: AskStep = async (frame) => {
  const result = await askText({
    ...frame,
    password: true,
    prompt: l10n.t('Password, kept in the secret storage of this machine'),
    problem: () => undefined,
  });
  return typeof result === 'string' ? result : { value: { secret: result.value } };
};

const askToken: AskStep = async (frame) => {
  const result = await askText({
    ...frame,
    password: true,
    prompt: l10n.t('Token, kept in the secret storage of this machine'),
    problem: tokenProblem,
  });
  return typeof result === 'string' ? result : { value: { secret: result.value } };
};

const secretSteps: Readonly<Record<Answers['auth'], readonly AskStep[]>> = {
  none: [],
  basic: [askUser, askPassword],
  bearer: [askToken],
};

function tokenProblem(token: string): string | undefined {
  try {
    authorization({ kind: 'bearer', token });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function authOf({ auth: kind, user, secret }: Answers): FlinkAuth | undefined {
  if (kind === 'basic') return { kind, user, password: secret };
  return kind === 'bearer' ? { kind, token: secret } : undefined;
}
