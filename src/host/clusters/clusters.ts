import * as vscode from 'vscode';
import type { FlinkClient } from '../../flink/client.js';
import type { FlinkAuth, FlinkConnection } from '../../flink/connection.js';
import { contextKeys } from '../manifest.js';
import { readCertificateFile } from './certificateFile.js';
import type { Cluster } from './cluster.js';
import { clusterConnection, type ProxySettings } from './clusterConnection.js';
import type { ClusterStore } from './clusterStore.js';
import type { FlinkClientFile } from './flinkClientFile.js';
import { ClusterWatch, pollMs } from './clusterWatch.js';

/** The clusters that a person has connected to. Nothing is asked of them before they are watched. */
export class Clusters implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watches = new Map<string, ClusterWatch>();
  private polling: NodeJS.Timeout | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly store: ClusterStore,
    private readonly clientFile: FlinkClientFile,
  ) {
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
    return this.connectionWith(cluster, await this.store.credentials(cluster));
  }

  /** How to reach a cluster that may not be kept. */
  async connectionWith(
    cluster: Omit<Cluster, 'auth'>,
    auth: FlinkAuth | undefined,
  ): Promise<FlinkConnection> {
    const certificates = cluster.ca === undefined ? undefined : await readCertificateFile(cluster.ca);
    return clusterConnection(cluster, auth, proxySettings(), certificates);
  }

  /** A client of a cluster, which the caller closes. */
  async clientOf(cluster: Cluster): Promise<FlinkClient> {
    return this.clientWith(await this.connectionOf(cluster));
  }

  /** A client, which the caller closes. @throws {TypeError} for a connection that no request can be sent with */
  clientWith(connection: FlinkConnection): FlinkClient {
    return this.clientFile.client(connection);
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

function proxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  return {
    proxy: http.get<string>('proxy', ''),
    proxySupport: http.get<string>('proxySupport', 'override'),
    proxyStrictSSL: http.get<boolean>('proxyStrictSSL', true),
    noProxy: http.get<string[]>('noProxy', []),
  };
}
