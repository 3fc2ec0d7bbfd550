import * as vscode from 'vscode';
import type { FlinkClient } from '../../flink/client.js';
import type { FlinkAuth, FlinkConnection } from '../../flink/connection.js';
import { contextKeys } from '../manifest.js';
import type { Cluster } from './cluster.js';
import { clusterConnection, type ProxySettings } from './clusterConnection.js';
import type { ClusterStore } from './clusterStore.js';
import { ClusterWatch, pollMs } from './clusterWatch.js';

/** The clusters that a person has connected to. Nothing is asked of them before they are watched. */
export class Clusters implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watches = new Map<string, ClusterWatch>();
  private polling: NodeJS.Timeout | undefined;

  readonly onDidChange = this.changed.event;

  constructor(private readonly store: ClusterStore) {
    this.tell();
  }

  get all(): readonly ClusterWatch[] {
    return this.store.all.map((cluster) => this.watchOf(cluster));
  }

  /** While `on`, looks at every cluster now and then. */
  watch(on: boolean): void {
    clearInterval(this.polling);
    this.polling = undefined;
    if (!on) return;
    const look = (): void => this.all.forEach((watch) => void watch.look());
    this.polling = setInterval(look, pollMs);
    look();
  }

  /** Looks at one cluster, or at all, now. */
  async refresh(cluster?: Cluster): Promise<void> {
    const meant = cluster ? [this.watchOf(cluster)] : this.all;
    await Promise.all(meant.map((watch) => watch.lookNow()));
  }

  async keep(cluster: Omit<Cluster, 'auth'>, auth: FlinkAuth | undefined): Promise<Cluster> {
    this.forget(cluster.url);
    const kept = await this.store.keep(cluster, auth);
    this.tell();
    return kept;
  }

  async remove({ url }: Cluster): Promise<void> {
    this.forget(url);
    await this.store.remove(url);
    this.tell();
  }

  /** How to reach a cluster, with its credentials. */
  async connectionOf(cluster: Cluster): Promise<FlinkConnection> {
    return clusterConnection(cluster, await this.store.credentials(cluster), proxySettings());
  }

  /** A client of a cluster, which the caller closes. */
  async clientOf(cluster: Cluster): Promise<FlinkClient> {
    return clientFor(await this.connectionOf(cluster));
  }

  dispose(): void {
    this.watch(false);
    for (const watch of this.watches.values()) watch.dispose();
    this.watches.clear();
    this.changed.dispose();
  }

  private watchOf(cluster: Cluster): ClusterWatch {
    let watch = this.watches.get(cluster.url);
    if (!watch) {
      watch = new ClusterWatch(
        cluster,
        () => this.clientOf(cluster),
        () => this.changed.fire(),
      );
      this.watches.set(cluster.url, watch);
    }
    return watch;
  }

  private forget(url: string): void {
    this.watches.get(url)?.dispose();
    this.watches.delete(url);
  }

  private tell(): void {
    const { all } = this.store;
    void vscode.commands.executeCommand('setContext', contextKeys.hasClusters, all.length > 0);
    this.changed.fire();
  }
}

/** The client's code is loaded with the first cluster, so that activation does not pay for it. */
export async function clientFor(connection: FlinkConnection): Promise<FlinkClient> {
  const module = await import('../../flink/client.js');
  return new module.FlinkClient(connection);
}

export function proxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  return {
    proxy: http.get<string>('proxy', ''),
    proxySupport: http.get<string>('proxySupport', 'override'),
    proxyStrictSSL: http.get<boolean>('proxyStrictSSL', true),
    noProxy: http.get<string[]>('noProxy', []),
  };
}
