import type { UnixMs } from '../evidence/model.js';
import type { RestPath } from './restPath.js';

/** An answer of Flink's REST API, unpacked from what carried it. */
export interface RestAnswer {
  readonly path: RestPath;
  readonly value: unknown;
  /** Where it came from: bodies about a whole cluster hold for the jobs of the same place. */
  readonly cluster: string;
  /** When it was asked for, where the carrier says. */
  readonly at?: UnixMs;
}
