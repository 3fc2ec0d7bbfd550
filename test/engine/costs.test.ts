import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotModes } from '../../src/engine/operators/operator.js';
import { counterNames, phases, type Phase, type Trace, type Wait } from '../../src/trace/model.js';
import { checkpointLens, examplesFolder, soundTrace } from './commandLine.js';

const count = 1;
const subtasks = 2;
const checkpoints = 3;

async function tracedRun(...settings: readonly string[]): Promise<Trace> {
  const folder = await examplesFolder();
  const args = ['--set', 'keys=200000', '--interval', '300ms', '--checkpoints', String(checkpoints)];
  const trace = ['--trace', join(folder, 'orders.ckpt.json')];
  const ended = await checkpointLens(folder, 'run', 'orders.pipeline.ts', ...args, ...settings, ...trace);
  expect(ended.stderr).toBe('');
  return soundTrace(folder, 'orders.ckpt.json');
}

/** Sum of a counter over all subtasks of the counting operator; undefined where none of them has it. */
function total({ counters }: Trace, name: string): number | undefined {
  const found = counters.filter((counter) => counter.name === name && counter.operator === count);
  if (found.length === 0) return undefined;
  return found.reduce((sum, { values }) => sum + values.reduce((all, value) => all + value, 0), 0);
}

function spanOf(
  { spans }: Trace,
  wait: Wait,
  phase: Phase,
): { readonly start: number; readonly end: number } {
  const found = spans.start.findIndex(
    (_, i) =>
      spans.phase[i] === phases.indexOf(phase) &&
      spans.checkpoint[i] === wait.checkpoint &&
      spans.operator[i] === wait.operator &&
      spans.subtask[i] === wait.subtask,
  );
  return { start: spans.start[found]!, end: spans.end[found]! };
}

describe.each(snapshotModes)('what snapshots cost a run in %s mode', (mode) => {
  it('is recorded: bytes copied because of them, inputs held back, uploads that waited', async () => {
    // Uploads that last: on a busy machine there is little state yet, which would be read before processing has its turn.
    const trace = await tracedRun('--snapshot', mode, '--throttle', '8MB/s');
    const copied = total(trace, counterNames.bytesCopied);
    const { bytes, phase } = trace.spans;
    const underTheLock = bytes.reduce((sum, each, i) => sum + (phases[phase[i]!] === 'sync' ? each : 0), 0);
    if (mode === 'copy-on-write') expect(copied).toBeGreaterThan(0);
    else if (mode === 'full-copy') expect(copied).toBe(underTheLock);
    else expect(copied).toBeUndefined();

    const queued = trace.waits.filter(({ kind }) => kind === 'queuedUpload');
    expect(queued).toHaveLength(mode === 'blocking' ? 0 : checkpoints * subtasks);
    for (const wait of queued) {
      expect(wait.operator).toBe(count);
      const within = spanOf(trace, wait, 'async');
      expect(wait.start).toBeGreaterThanOrEqual(within.start - 0.01);
      expect(wait.end).toBeLessThanOrEqual(within.end + 0.01);
    }

    const held = trace.waits.filter(({ kind }) => kind === 'heldInput');
    expect(held.length).toBeGreaterThan(0);
    for (const wait of held) {
      const { start, end } = spanOf(trace, wait, 'alignment');
      expect(wait.start).toBeGreaterThanOrEqual(start);
      expect(wait.end).toBe(end);
      expect(wait.from?.operator).toBe(0);
    }
    // One input is the one that the others waited for.
    expect(held.length).toBeLessThanOrEqual(checkpoints * subtasks);
  });
});

it.runIf(process.platform === 'linux')('how long a subtask had no processor is recorded', async () => {
  const trace = await tracedRun();
  const waited = total(trace, counterNames.processorWaitTime);
  expect(waited).toBeGreaterThan(0);
  expect(waited).toBeLessThan(subtasks * Math.max(...trace.checkpoints.map(({ end }) => end!)) * 2);
});

describe('a run with --no-trace', () => {
  it('takes its checkpoints and leaves no trace', async () => {
    const folder = await examplesFolder();
    const args = ['--set', 'keys=1000', '--interval', '100ms', '--checkpoints', '2', '--no-trace'];
    const ended = await checkpointLens(folder, 'run', 'orders.pipeline.ts', ...args);
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const home = await readdir(join(folder, '.checkpoint-lens'), { recursive: true });
    expect(home.filter((name) => name.endsWith('.ckpt.json'))).toEqual([]);
    expect(home.filter((name) => name.endsWith('_metadata'))).toHaveLength(2);
  });
});

describe('a source that is faster than what comes after it', () => {
  it('is recorded as back-pressured, and what waits for it never is', async () => {
    const trace = await tracedRun('--parallelism', '1');
    const ofSource = (name: string): number =>
      trace.counters
        .filter((counter) => counter.name === name && counter.operator === 0)
        .reduce((sum, { values }) => sum + values.reduce((all, value) => all + value, 0), 0);
    expect(ofSource(counterNames.backPressuredTime)).toBeGreaterThan(0);
    expect(ofSource(counterNames.idleTime)).toBe(0);
    for (const { name, step, values } of trace.counters) {
      const isTime = name === counterNames.backPressuredTime || name === counterNames.idleTime;
      if (isTime) for (const ms of values) expect(ms).toBeLessThanOrEqual(step + 0.01);
    }
  });
});
