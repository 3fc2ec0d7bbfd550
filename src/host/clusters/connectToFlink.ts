import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FlinkAuth } from '../../flink/connection.js';
import { commands, views } from '../manifest.js';
import { notificationText } from '../notificationText.js';
import { askConnection, askCredentials, type AskedConnection, type UrlQuestion } from './askConnection.js';
import { askCertificateFile } from './certificateFile.js';
import { clusterName, type CertificateTrust, type Cluster } from './cluster.js';
import type { Clusters } from './clusters.js';
import { flinkErrorKind } from './flinkClientFile.js';
import { clusterUrl } from './clusterUrl.js';

/** A kind of server that a person connects to: what is asked for, how one shows that it is one, and where it is kept. */
export interface Endpoint extends UrlQuestion {
  /** @throws {Error} that says what is wrong */
  verify(server: Omit<Cluster, 'auth'>, auth: FlinkAuth | undefined, signal: AbortSignal): Promise<void>;
  keep(server: Omit<Cluster, 'auth'>, auth: FlinkAuth | undefined): Promise<Cluster>;
}

const knownOnly: CertificateTrust = { insecure: false };

/** Asks for a cluster, makes sure that it answers, and adds it to the tree. With `url`, of one that needs no credentials, asks nothing. */
export async function connectToFlink(clusters: Clusters, url?: string): Promise<void> {
  const read = url === undefined ? undefined : clusterUrl(url);
  const given = read && 'url' in read ? { url: read.url, auth: undefined } : undefined;
  const endpoint = jobManager(clusters);
  const asked = given ?? (await askConnection(endpoint, url));
  if (asked) await focusTree(keepWhenVerified(endpoint, asked, knownOnly));
}

/** Asks for a server, makes sure that it answers, and keeps it; undefined where the person gives up. */
export async function connect(endpoint: Endpoint, url: string): Promise<Cluster | undefined> {
  const asked = await askConnection(endpoint, url);
  return asked && keepWhenVerified(endpoint, asked, knownOnly);
}

/** Asks for other credentials of a cluster that is in the tree. */
export async function editCredentials(clusters: Clusters, cluster: Cluster): Promise<void> {
  const asked = await askCredentials(l10n.t('Credentials of {0}', clusterName(cluster)), cluster.url);
  if (asked) await focusTree(keepWhenVerified(jobManager(clusters), asked, cluster));
}

function jobManager(clusters: Clusters): Endpoint {
  return {
    title: l10n.t('Connect to Flink'),
    placeholder: 'http://localhost:8081',
    prompt: l10n.t(
      'The URL of the Web UI or REST API of a JobManager, with the base path of a proxy if there is one.',
    ),
    verify: async (cluster, auth, signal) => {
      const client = clusters.clientWith(await clusters.connectionWith(cluster, auth));
      try {
        await client.overview(signal);
      } finally {
        void client.close();
      }
    },
    keep: (cluster, auth) => clusters.keep(cluster, auth),
  };
}

async function focusTree(kept: Promise<Cluster | undefined>): Promise<void> {
  if (await kept) await vscode.commands.executeCommand(`${views.clusters}.focus`);
}

async function keepWhenVerified(
  endpoint: Endpoint,
  asked: AskedConnection,
  trust: CertificateTrust,
): Promise<Cluster | undefined> {
  const { url, auth } = asked;
  const failure = await verify(endpoint, { ...trust, url }, auth);
  if (failure === 'cancelled') return undefined;
  return failure ? offerOtherWays(endpoint, asked, trust, failure) : endpoint.keep({ ...trust, url }, auth);
}

/** Makes sure that it is one, with progress; gives what went wrong. */
async function verify(
  endpoint: Endpoint,
  cluster: Omit<Cluster, 'auth'>,
  auth: FlinkAuth | undefined,
): Promise<Error | 'cancelled' | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Connecting to {0}', clusterName(cluster)),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    try {
      await endpoint.verify(cluster, auth, cancelled.signal);
      return undefined;
    } catch (error) {
      if (cancelled.signal.aborted) return 'cancelled';
      return error instanceof Error ? error : new Error(String(error));
    }
  });
}

/** Says why it did not work, with what may help in that case. */
async function offerOtherWays(
  endpoint: Endpoint,
  asked: AskedConnection,
  trust: CertificateTrust,
  failure: Error,
): Promise<Cluster | undefined> {
  const kind = flinkErrorKind(failure);
  const authority = l10n.t('Choose Certificate File…');
  const unverified = l10n.t('Connect Without Verifying');
  const credentials = l10n.t('Edit Credentials…');
  const again = l10n.t('Try Again');
  const edit = l10n.t('Edit URL…');
  const choice = await vscode.window.showErrorMessage(
    notificationText(failure.message),
    ...(kind === 'certificate' ? [authority, unverified] : [kind === 'unauthorized' ? credentials : again]),
    edit,
  );
  if (choice === again) return keepWhenVerified(endpoint, asked, trust);
  if (choice === unverified) return keepWhenVerified(endpoint, asked, { insecure: true });
  if (choice === authority) {
    const ca = await askCertificateFile();
    return ca === undefined
      ? offerOtherWays(endpoint, asked, trust, failure)
      : keepWhenVerified(endpoint, asked, { insecure: false, ca });
  }
  if (choice === credentials) {
    const other = await askCredentials(l10n.t('Credentials of {0}', clusterName(asked)), asked.url);
    return other && keepWhenVerified(endpoint, other, trust);
  }
  if (choice !== edit) return undefined;
  const other = await askConnection(endpoint, asked.url);
  return other && keepWhenVerified(endpoint, other, knownOnly);
}

/** Takes a cluster out of the tree, and its secret out of the secret storage. */
export async function removeCluster(clusters: Clusters, cluster: Cluster): Promise<void> {
  await clusters.remove(cluster);
  void offerToConnectAgain(cluster);
}

async function offerToConnectAgain(cluster: Cluster): Promise<void> {
  const again = l10n.t('Connect Again…');
  const message = l10n.t('{0} was removed, and its credentials with it.', clusterName(cluster));
  const choice = await vscode.window.showInformationMessage(message, again);
  if (choice === again) await vscode.commands.executeCommand(commands.connect, cluster.url);
}
