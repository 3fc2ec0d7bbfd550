import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FlinkCluster } from '../../../scripts/testing/flink/cluster.js';
import { keyedCountJob } from '../../../scripts/testing/flink/jobJar.js';
import { median } from '../report.js';
import type { RunFigures, RunRequest } from './figures.js';
import { rateIn, readSamples, type Samples } from './samples.js';

/** Room for 10 M keys on the heap, MiB; with less, Flink would be measured collecting garbage. */
const heap = 8192;
/** How far before a trigger its usual rate is read, ms. */
const beforeMs = 1000;
/** Fewer samples than this say nothing about an upload. */
const shortestUploadMs = 200;

/** One subtask's part in a checkpoint as Flink's REST API has it; durations in ms. */
interface SubtaskReport {
  readonly status: string;
  readonly start_delay: number;
  readonly alignment: { readonly duration: number };
  readonly checkpoint: { readonly sync: number; readonly async: number };
}

/** The keyed count on a Flink of its own, heap backend. */
export async function runOnFlink({
  keys,
  parallelism,
  intervalMs,
  warmMs,
  windowMs,
}: RunRequest): Promise<RunFigures> {
  const cluster = await FlinkCluster.start({ heap });
  try {
    const files = join(cluster.folder, 'samples');
    const args = [keys, parallelism, intervalMs, files].map(String);
    const job = await cluster.submit(keyedCountJob, args);
    const sampleFiles = Array.from({ length: parallelism }, (_, subtask) => `${files}.${subtask}`);
    await cluster.until('the first records', () =>
      Promise.resolve(sampleFiles.every((file) => existsSync(file))),
    );
    await sleep(warmMs);
    const from = Date.now();
    await sleep(windowMs);
    const to = Date.now();
    const samples = sampleFiles.map((file) => readSamples(readFileSync(file, 'utf8')));
    const checkpoints = (await reportsOf(cluster.url, job)).filter(({ trigger }) => trigger >= from);
    await cluster.cancel(job);
    return {
      recordsPerSecond: rateIn(samples, from, to),
      holds: checkpoints.flatMap(({ subtasks }) => subtasks.map(({ checkpoint }) => checkpoint.sync)),
      duringUpload: shareDuringUploads(samples, checkpoints),
    };
  } finally {
    await cluster.stop();
  }
}

interface CheckpointReports {
  readonly trigger: number;
  readonly subtasks: readonly SubtaskReport[];
}

/** The completed checkpoints that Flink still knows, with the reports of the counting subtasks. */
async function reportsOf(url: string, job: string): Promise<readonly CheckpointReports[]> {
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}/jobs/${job}${path}`)).json();
  const { vertices } = (await get('')) as {
    readonly vertices: readonly { readonly id: string; readonly name: string }[];
  };
  const counting = vertices.find(({ name }) => name.includes('count'))!;
  const { history } = (await get('/checkpoints')) as {
    readonly history: readonly {
      readonly id: number;
      readonly status: string;
      readonly trigger_timestamp: number;
    }[];
  };
  const completed = history.filter(({ status }) => status === 'COMPLETED');
  return Promise.all(
    completed.map(async ({ id, trigger_timestamp: trigger }) => {
      const details = await get(`/checkpoints/details/${id}/subtasks/${counting.id}`);
      const { subtasks } = details as { readonly subtasks: readonly SubtaskReport[] };
      return { trigger, subtasks: subtasks.filter(({ status }) => status === 'completed') };
    }),
  );
}

/** Median over the checkpoints; undefined where all uploads were too short to tell. */
function shareDuringUploads(
  samples: readonly Samples[],
  checkpoints: readonly CheckpointReports[],
): number | undefined {
  const shares = checkpoints.flatMap(({ trigger, subtasks }) => {
    const uploads = subtasks.map(({ start_delay, alignment, checkpoint: { sync, async } }) => {
      const from = trigger + start_delay + alignment.duration + sync;
      return { from, to: from + async };
    });
    const from = Math.min(...uploads.map((upload) => upload.from));
    const to = Math.max(...uploads.map((upload) => upload.to));
    const before = rateIn(samples, trigger - beforeMs, trigger);
    return to - from >= shortestUploadMs && before > 0 ? [rateIn(samples, from, to) / before] : [];
  });
  return shares.length === 0 ? undefined : median(shares);
}
