import * as l10n from '@vscode/l10n';
import type { FlinkAuth } from '../../flink/connection.js';
import type { Cluster } from './cluster.js';

/** The parts of VS Code's `Memento` and `SecretStorage` that are used. */
export interface OpenStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** The clusters, or other servers of Flink's, that a person has connected to, in the order in which they did; what must stay secret is kept apart. */
export class ClusterStore {
  constructor(
    private readonly open: OpenStore,
    private readonly secrets: SecretStore,
    private readonly key = 'checkpointLens.clusters',
  ) {}

  get all(): readonly Cluster[] {
    const kept = this.open.get(this.key);
    return Array.isArray(kept) ? kept.filter(isCluster) : [];
  }

  /** Keeps a cluster in place of the one of its URL, or as the last. */
  async keep({ url, insecure, ca }: Omit<Cluster, 'auth'>, auth: FlinkAuth | undefined): Promise<Cluster> {
    // Named one by one: what else an object may carry does not belong in the open.
    const cluster: Cluster = {
      url,
      auth: auth?.kind ?? 'none',
      insecure,
      ...(ca === undefined ? {} : { ca }),
    };
    if (auth) await this.secrets.store(this.secretKey(url), JSON.stringify(auth));
    else await this.secrets.delete(this.secretKey(url));
    const { all } = this;
    const known = all.some((other) => other.url === url);
    await this.open.update(
      this.key,
      known ? all.map((other) => (other.url === url ? cluster : other)) : [...all, cluster],
    );
    return cluster;
  }

  /** Forgets a cluster, and its secret. */
  async remove(url: string): Promise<void> {
    await this.secrets.delete(this.secretKey(url));
    await this.open.update(
      this.key,
      this.all.filter((other) => other.url !== url),
    );
  }

  /** @throws {Error} where credentials are needed and the secret store does not have them (any more) */
  async credentials({ url, auth }: Cluster): Promise<FlinkAuth | undefined> {
    if (auth === 'none') return undefined;
    const kept = await this.secrets.get(this.secretKey(url));
    const credentials = kept === undefined ? undefined : (JSON.parse(kept) as FlinkAuth);
    if (credentials?.kind !== auth) {
      throw new Error(
        l10n.t(
          'The credentials of {0} are not stored on this machine. Edit Credentials… asks for them.',
          url,
        ),
      );
    }
    return credentials;
  }

  private secretKey(url: string): string {
    return `${this.key}:${url}`;
  }
}

function isCluster(value: unknown): value is Cluster {
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string';
}
