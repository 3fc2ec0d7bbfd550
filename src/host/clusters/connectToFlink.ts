import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FlinkAuth } from '../../flink/connection.js';
import { commands, views } from '../manifest.js';
import { notificationText } from '../notificationText.js';
import { askConnection, askCredentials, type AskedConnection } from './askConnection.js';
import { askCertificateFile } from './certificateFile.js';
import { clusterName, type CertificateTrust, type Cluster } from './cluster.js';
import type { Clusters } from './clusters.js';
import { flinkErrorKind } from './flinkClientFile.js';
import { clusterUrl } from './clusterUrl.js';

const title = l10n.t('Connect to Flink');

const knownOnly: CertificateTrust = { insecure: false };

/** Asks for a cluster, makes sure that it answers, and adds it to the tree. With `url`, of one that needs no credentials, asks nothing. */
export async function connectToFlink(clusters: Clusters, url?: string): Promise<void> {
  const read = url === undefined ? undefined : clusterUrl(url);
  const given = read && 'url' in read ? { url: read.url, auth: undefined } : undefined;
  const asked = given ?? (await askConnection(title, url));
  if (asked) await keepWhenVerified(clusters, asked, knownOnly);
}

/** Asks for other credentials of a cluster that is in the tree. */
export async function editCredentials(clusters: Clusters, cluster: Cluster): Promise<void> {
  const asked = await askCredentials(l10n.t('Credentials of {0}', clusterName(cluster)), cluster.url);
  if (asked) await keepWhenVerified(clusters, asked, cluster);
}

async function keepWhenVerified(
  clusters: Clusters,
  asked: AskedConnection,
  trust: CertificateTrust,
): Promise<void> {
  const { url, auth } = asked;
  const failure = await verify(clusters, { ...trust, url }, auth);
  if (failure === 'cancelled') return;
  if (failure) {
    await offerOtherWays(clusters, asked, trust, failure);
    return;
  }
  await clusters.keep({ ...trust, url }, auth);
  await vscode.commands.executeCommand(`${views.clusters}.focus`);
}

/** Asks the cluster for its version, with progress; gives what went wrong. */
async function verify(
  clusters: Clusters,
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
      const client = clusters.clientWith(await clusters.connectionWith(cluster, auth));
      try {
        await client.overview(cancelled.signal);
      } finally {
        void client.close();
      }
      return undefined;
    } catch (error) {
      if (cancelled.signal.aborted) return 'cancelled';
      return error instanceof Error ? error : new Error(String(error));
    }
  });
}

/** Says why it did not work, with what may help in that case. */
async function offerOtherWays(
  clusters: Clusters,
  asked: AskedConnection,
  trust: CertificateTrust,
  failure: Error,
): Promise<void> {
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
  if (choice === again) await keepWhenVerified(clusters, asked, trust);
  if (choice === unverified) await keepWhenVerified(clusters, asked, { insecure: true });
  if (choice === authority) {
    const ca = await askCertificateFile();
    if (ca === undefined) await offerOtherWays(clusters, asked, trust, failure);
    else await keepWhenVerified(clusters, asked, { insecure: false, ca });
  }
  if (choice === credentials) {
    const other = await askCredentials(l10n.t('Credentials of {0}', clusterName(asked)), asked.url);
    if (other) await keepWhenVerified(clusters, other, trust);
  }
  if (choice === edit) {
    const other = await askConnection(title, asked.url);
    if (other) await keepWhenVerified(clusters, other, knownOnly);
  }
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
