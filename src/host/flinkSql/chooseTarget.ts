import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { clusterName, type Cluster } from '../clusters/cluster.js';
import type { Clusters } from '../clusters/clusters.js';
import { connect, type Endpoint } from '../clusters/connectToFlink.js';
import type { FlinkTarget } from './flinkTarget.js';
import type { Gateways } from './gateways.js';

export interface ChosenTarget extends FlinkTarget {
  readonly of: Cluster;
}

interface TargetItem extends vscode.QuickPickItem {
  /** Undefined for a cluster that is not known yet. */
  readonly cluster?: Cluster;
  readonly gateway?: Cluster;
}

/** Where a definition is to run: on a cluster that is connected, by a gateway that was used before, or a new one; undefined where a person gives up. */
export async function chooseTarget(
  title: string,
  clusters: Clusters,
  gateways: Gateways,
): Promise<ChosenTarget | undefined> {
  const item = await chooseItem(title, clusters, gateways);
  if (item === undefined) return undefined;
  const gateway = item.gateway ?? (await newGateway(title, gateways, item.cluster));
  if (gateway === undefined) return undefined;
  const cluster = item.cluster ?? gateways.clusterOf(gateway);
  if (cluster !== undefined) await gateways.belongsTo(gateway, cluster.url);
  return {
    of: gateway,
    gateway: await gateways.connectionOf(gateway),
    cluster: cluster && (await clusters.connectionOf(cluster)),
    gatewayCa: gateway.ca,
    clusterCa: cluster?.ca,
  };
}

async function chooseItem(
  title: string,
  clusters: Clusters,
  gateways: Gateways,
): Promise<TargetItem | undefined> {
  const connected = clusters.all.map(({ cluster }): TargetItem => {
    const gateway = gateways.of(cluster);
    const description =
      gateway === undefined
        ? l10n.t('its SQL Gateway will be asked for')
        : l10n.t('SQL Gateway {0}', clusterName(gateway));
    return { label: clusterName(cluster), description, cluster, ...(gateway && { gateway }) };
  });
  const others = gateways.all
    .filter((gateway) => gateways.clusterOf(gateway) === undefined)
    .map((gateway): TargetItem => ({
      label: clusterName(gateway),
      description: l10n.t('SQL Gateway, used before'),
      gateway,
    }));
  const known = [...connected, ...others];
  const other: TargetItem = { label: l10n.t('$(add) Other Cluster…'), alwaysShow: true };
  if (known.length === 0) return other;
  const placeHolder = l10n.t('Cluster');
  return vscode.window.showQuickPick([...known, other], { title, placeHolder, matchOnDescription: true });
}

/** Asks for a gateway, and makes sure that it answers and is of a Flink that takes our SQL. */
function newGateway(
  title: string,
  gateways: Gateways,
  cluster: Cluster | undefined,
): Promise<Cluster | undefined> {
  const endpoint: Endpoint = {
    title,
    placeholder: 'http://localhost:8083',
    prompt:
      cluster === undefined
        ? l10n.t('The URL of the cluster’s SQL Gateway, with the base path of a proxy if there is one.')
        : l10n.t('The URL of the SQL Gateway of {0}. It will be remembered.', clusterName(cluster)),
    verify: (gateway, auth, signal) => gateways.verify(gateway, auth, signal),
    keep: (gateway, auth) => gateways.keep(gateway, auth),
  };
  return connect(endpoint, cluster === undefined ? endpoint.placeholder : usualGateway(cluster));
}

/** At the usual port of the same host. */
function usualGateway({ url }: Cluster): string {
  const gateway = new URL(url);
  gateway.port = '8083';
  return gateway.origin;
}
