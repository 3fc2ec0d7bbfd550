import { parseStorageUri } from '../../../engine/storage/storageUri.js';
import type { SecretStore } from '../../clusters/clusterStore.js';

/** Credentials of a storage as variables of a process, by the names that Hadoop's and Amazon's own programs have for them. */
export type StorageVariables = Readonly<Record<string, string>>;

/** Empty ones hide those of a shell that VS Code was started from, which are for another server. */
const absent: Readonly<Record<'s3' | 'hdfs', StorageVariables>> = {
  s3: { AWS_SESSION_TOKEN: '', AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_S3: '' },
  hdfs: { HADOOP_TOKEN: '', HADOOP_USER_NAME: '' },
};

/** What storages are asked with, in VS Code's secret storage and nowhere else. */
export class StorageCredentials {
  constructor(private readonly secrets: SecretStore) {}

  /** Of a storage or of what lies in it, by its URI; empty where none are kept, and then the environment's count. */
  async of(uri: string | undefined): Promise<StorageVariables> {
    const server = uri === undefined ? undefined : serverOf(uri);
    const kept = server && (await this.secrets.get(keyOf(server.name)));
    return server && kept ? { ...absent[server.kind], ...(JSON.parse(kept) as StorageVariables) } : {};
  }

  /** @param variables undefined forgets them */
  async keep(uri: string, variables: StorageVariables | undefined): Promise<void> {
    const server = serverOf(uri);
    if (server === undefined) return;
    if (variables === undefined) await this.secrets.delete(keyOf(server.name));
    else await this.secrets.store(keyOf(server.name), JSON.stringify(variables));
  }
}

function keyOf(server: string): string {
  return `checkpointLens.storage ${server}`;
}

/** The bucket or NameNode that credentials are for; a folder needs none, and neither does what is no storage. */
export function serverOf(uri: string): { readonly kind: 's3' | 'hdfs'; readonly name: string } | undefined {
  try {
    const location = parseStorageUri(uri);
    if (location.kind === 'folder') return undefined;
    const name = location.kind === 's3' ? `s3://${location.bucket}` : location.endpoint;
    return { kind: location.kind, name };
  } catch {
    return undefined;
  }
}
