import type { FlinkConnection } from '../../flink/connection.js';

/** Where a definition is to run: its gateway, and its JobManager where that is known. */
export interface FlinkTarget {
  readonly gateway: FlinkConnection;
  readonly cluster: FlinkConnection | undefined;
  /** Paths of the files that their certificates are from. */
  readonly gatewayCa: string | undefined;
  readonly clusterCa: string | undefined;
}
