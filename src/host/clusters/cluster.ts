/** A Flink cluster that a person has connected to. Holds no secret, so that it can be kept and shown. */
export interface Cluster {
  /** Of its REST API, with its base path and without a slash at the end; tells clusters apart. */
  readonly url: string;
  readonly auth: 'none' | 'basic' | 'bearer';
  /** Its certificate is taken as it is. */
  readonly insecure: boolean;
  /** Path of a PEM file with the authority that signed its certificate; absent where Node knows that one. */
  readonly ca?: string;
}

/** Whose certificate a cluster may show. */
export type CertificateTrust = Pick<Cluster, 'insecure' | 'ca'>;

/** The name of a cluster in lists: `localhost:8081`, `gateway.example.com/flink`. */
export function clusterName({ url }: Pick<Cluster, 'url'>): string {
  return url.replace(/^https?:\/\//, '');
}
