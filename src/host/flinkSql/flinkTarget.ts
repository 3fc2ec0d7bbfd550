import type { FlinkConnection } from '../../flink/connection.js';

/** Where a definition is to run: its gateway, and its JobManager where that is known. */
export interface FlinkTarget {
  readonly gateway: FlinkConnection;
  readonly cluster: FlinkConnection | undefined;
  /** Path of the file that the certificates of both are from. */
  readonly ca: string | undefined;
}
