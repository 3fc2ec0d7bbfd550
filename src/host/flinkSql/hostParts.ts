import type { Clusters } from '../clusters/clusters.js';
import type { RunParts } from '../runs/startRun.js';
import type { Gateways } from './gateways.js';
import type { LastSavepoints } from './lastSavepoints.js';
import type { StartedJobs } from './startedJobs.js';

/** What is needed to run definitions on clusters, and to come back to their jobs. */
export interface FlinkRunHostParts extends RunParts {
  readonly clusters: Clusters;
  readonly gateways: Gateways;
  readonly started: StartedJobs;
  readonly savepoints: LastSavepoints;
}
