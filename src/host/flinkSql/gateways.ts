import type { FlinkAuth, FlinkConnection } from '../../flink/connection.js';
import type { Cluster } from '../clusters/cluster.js';
import type { Clusters } from '../clusters/clusters.js';
import { ClusterStore, type OpenStore, type SecretStore } from '../clusters/clusterStore.js';
import type { FlinkClientFile } from '../clusters/flinkClientFile.js';

const gatewaysKey = 'checkpointLens.sqlGateways';
const clustersKey = 'checkpointLens.clusterOfSqlGateway';

/** The SQL Gateways that a person has used, and which of the connected clusters each belongs to. */
export class Gateways {
  private readonly store: ClusterStore;

  constructor(
    private readonly open: OpenStore,
    secrets: SecretStore,
    private readonly clusters: Clusters,
    private readonly clientFile: FlinkClientFile,
  ) {
    this.store = new ClusterStore(open, secrets, gatewaysKey);
  }

  /** In the form of clusters: with a URL, and how it is reached. */
  get all(): readonly Cluster[] {
    return this.store.all;
  }

  /** Of a connected cluster; undefined where none is known. */
  of(cluster: Cluster): Cluster | undefined {
    const known = this.clusterUrls;
    return this.all.find(({ url }) => known[url] === cluster.url);
  }

  /** The connected cluster of a gateway. */
  clusterOf({ url }: Cluster): Cluster | undefined {
    const known = this.clusterUrls[url];
    return this.clusters.all.map(({ cluster }) => cluster).find((one) => one.url === known);
  }

  keep(gateway: Omit<Cluster, 'auth'>, auth: FlinkAuth | undefined): Promise<Cluster> {
    return this.store.keep(gateway, auth);
  }

  async belongsTo(gateway: Cluster, clusterUrl: string): Promise<void> {
    await this.open.update(clustersKey, { ...this.clusterUrls, [gateway.url]: clusterUrl });
  }

  async connectionOf(gateway: Cluster): Promise<FlinkConnection> {
    return this.clusters.connectionWith(gateway, await this.store.credentials(gateway));
  }

  /** @throws {Error} that says why it cannot be used: it does not answer, is too old, or something else */
  async verify(
    gateway: Omit<Cluster, 'auth'>,
    auth: FlinkAuth | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const client = this.clientFile.gateway(await this.clusters.connectionWith(gateway, auth));
    try {
      await client.checkedVersion(signal);
    } finally {
      void client.close();
    }
  }

  private get clusterUrls(): Readonly<Record<string, unknown>> {
    const kept = this.open.get(clustersKey);
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  }
}
