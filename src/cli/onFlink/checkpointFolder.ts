import type { FlinkClient } from '../../flink/client.js';
import { fieldsIn, textIn } from '../../flink/clusterAnswers.js';

/** Where a job's checkpoints go, a URI of the cluster's file systems; undefined before the first that is in a file system. */
export async function checkpointFolder(client: FlinkClient, job: string): Promise<string | undefined> {
  const latest = fieldsIn(await client.get(`/jobs/${job}/checkpoints`), 'latest');
  const path = textIn(fieldsIn(latest, 'completed'), 'external_path');
  const [, folder] = /^(.+)\/[0-9a-f]{32}\/chk-\d+\/?$/.exec(path ?? '') ?? [];
  return folder;
}
