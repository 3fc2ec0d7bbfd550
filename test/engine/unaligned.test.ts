import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { phases, type Trace } from '../../src/trace/model.js';
import { checkpointLens, examplesFolder, soundTrace, start } from './commandLine.js';
import { watchStorage } from './storedRuns.js';

const keys = 50;
const count = 20_000;

/**
 * Counts slowly what comes fast: the channels before it are full all the time, and a barrier takes seconds to get through. It
 * waits as for an answer from elsewhere, and leaves the processor to others.
 */
const definition = `
import { fileSink, generate, int32, int64, pipeline, string, struct, valueState } from 'checkpoint-lens';

const Event = struct({ key: int32, n: int32, text: string });
const text = 'long enough that a channel has room for some hundred '.repeat(2);
const Count = struct({ key: int32, n: int32, count: int64 });
const never = new Int32Array(new SharedArrayBuffer(4));

export default pipeline('slow', ({ env, params }) => {
  env
    .source(Event, generate((n) => ({ key: n % ${keys}, n, text }), { count: params.number('count', ${count}) }))
    .name('events')
    .keyBy(({ key }) => key)
    .process(Count, {
      state: { count: valueState(int64) },
      process({ key, n }, { state, emit }) {
        Atomics.wait(never, 0, 0, 0.3);
        state.count.update(state.count.value() + 1);
        emit({ key, n, count: state.count.value() });
      },
    })
    .name('count')
    .sinkTo(fileSink(params.path('output', 'out')))
    .name('counts');
});
`;

async function slowPipeline(): Promise<string> {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'slow.pipeline.ts'), definition);
  return folder;
}

/** Every event is there once, and the events of each key are counted through without a gap. */
async function expectExact(folder: string): Promise<void> {
  const events: number[] = [];
  const counts: string[] = [];
  for (const name of await readdir(join(folder, 'out'))) {
    const [, ...lines] = (await readFile(join(folder, 'out', name), 'utf8')).trimEnd().split('\n');
    for (const line of lines) {
      const [key, n, counted] = line.split(',');
      events.push(Number(n));
      counts.push(`${key} ${counted}`);
    }
  }
  expect(events.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n));
  const expected = Array.from({ length: count }, (_, n) => `${n % keys} ${Math.floor(n / keys) + 1}`);
  expect(counts.sort()).toEqual(expected.sort());
}

/** The longest span of a phase in one checkpoint of the operator “count”, `[start, end]`. */
function spansOf({ spans, operators }: Trace, checkpoint: number, phase: (typeof phases)[number]) {
  const operator = operators.findIndex(({ name }) => name === 'count');
  return Array.from(spans.phase, (_, i) => i)
    .filter((i) => spans.phase[i] === phases.indexOf(phase) && spans.checkpoint[i] === checkpoint)
    .filter((i) => spans.operator[i] === operator)
    .map((i) => ({ start: spans.start[i]!, end: spans.end[i]!, bytes: spans.bytes[i]! }));
}

describe.each([
  ['--unaligned', []],
  ['--aligned-timeout', ['60ms']],
])('a slow operator behind full channels, with %s', (option, value) => {
  const run = ['run', 'slow.pipeline.ts', '--interval', '150ms', option, ...value];

  it('has checkpoints that do not wait for what lies in the channels, but keep it', async () => {
    const folder = await slowPipeline();
    const { code, stderr } = await checkpointLens(
      folder,
      ...run,
      '--checkpoints',
      '3',
      '--set',
      'count=1000000',
    );
    expect([code, stderr]).toEqual([0, '']);
    const trace = await soundTrace(folder, '.checkpoint-lens/slow.ckpt.json');
    expect(trace.checkpoints.map(({ status, type }) => [status, type])).toEqual(
      Array(3).fill(['completed', 'UNALIGNED_CHECKPOINT']),
    );
    // What was kept is far more than the state, of 50 keys; the counts go on over the records that it has overtaken.
    for (const { bytes } of trace.checkpoints) expect(bytes).toBeGreaterThan(20_000);
    for (const [checkpoint] of trace.checkpoints.entries()) {
      const kept = spansOf(trace, checkpoint, 'alignment').reduce((sum, { bytes }) => sum + bytes, 0);
      expect(kept).toBeGreaterThan(0);
    }
  });

  it('gives every result exactly once after kill -9, restored with another parallelism each time', async () => {
    const folder = await slowPipeline();
    let said = '';
    for (const [round, parallelism] of [2, 3, 1, 2].entries()) {
      const args = ['--parallelism', String(parallelism), ...(round > 0 ? ['--restore', 'latest'] : [])];
      const stored = await watchStorage(folder);
      const { child, ended } = start(folder, ...run, ...args);
      if (round < 3) {
        await stored.completed(ended);
        await delay(Math.floor(Math.random() * 300));
        child.kill('SIGKILL');
      }
      const { stderr, code, signal } = await ended;
      said += stderr;
      if (round === 3) expect(code, `${String(signal)}: ${said}`).toBe(0);
    }
    expect(said).toContain('State is shared out anew: ');
    expect(said).toMatch(/Restored from checkpoint #\d+\. Its \d+ kB of records in flight come first\./);
    await expectExact(folder);
  });
});
