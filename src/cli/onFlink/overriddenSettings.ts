import { setTimeout as sleep } from 'node:timers/promises';
import { overriddenSettings, type AskedSettings } from '../../analysis/askedSettings.js';
import type { FlinkClient } from '../../flink/client.js';
import { isTerminal, listIn, wholeIn } from '../../flink/clusterAnswers.js';
import { readCheckpointConfig } from '../../formats/flinkRest/checkpointConfigBody.js';
import { isFields } from '../../trace/json/fields.js';
import { Findings } from '../../trace/json/findings.js';

/** A job that has only been submitted has no configuration yet; so often it is asked for, and so far apart, ms. */
const looksMax = 40;
const lookMs = 500;

/** In which settings a new job is not as asked, a sentence each; none where the cluster does not tell, or `signal` is aborted. */
export async function overriddenOfJob(
  client: FlinkClient,
  job: string,
  asked: AskedSettings,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (let looks = 0; looks < looksMax && !signal.aborted; looks++) {
    const found = await settingsOf(client, job, signal).catch(() => undefined);
    if (found !== undefined) {
      const source = { kind: 'flink', job, checkpointing: found.config, asked };
      return overriddenSettings({ source, operators: found.operators });
    }
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
  }
  return [];
}

/** Undefined before the job runs: an adaptive scheduler says only then how many subtasks there are. */
async function settingsOf(
  client: FlinkClient,
  id: string,
  signal: AbortSignal,
): Promise<
  { readonly config: object; readonly operators: readonly { readonly parallelism: number }[] } | undefined
> {
  const job = await client.job(id, signal);
  if (job === undefined || (job.state !== 'RUNNING' && !isTerminal(job))) return undefined;
  const [config, details] = await Promise.all([
    client.get(`/jobs/${id}/checkpoints/config`, signal),
    client.get(`/jobs/${id}`, signal),
  ]);
  if (!isFields(config)) return undefined;
  const vertices = listIn(details, 'vertices') ?? [];
  return {
    config: readCheckpointConfig(config, new Findings()),
    operators: vertices.map((vertex) => ({ parallelism: wholeIn(vertex, 'parallelism') ?? 0 })),
  };
}
