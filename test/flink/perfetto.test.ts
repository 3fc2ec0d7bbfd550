import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Perfetto } from '../../scripts/testing/perfetto.js';
import { repository } from '../../scripts/vscode/repository.js';
import { writeChromeTrace } from '../../src/formats/chromeTraceWriter.js';
import { readInputs } from '../../src/formats/readInputs.js';
import { phases, type Trace } from '../../src/trace/model.js';
import { logFiles, restFiles } from '../fixtures/flinkRecordings.js';

const pictures = join(repository, 'test-results/ui');

/** As Perfetto keeps times: whole nanoseconds. */
const nanoseconds = (ms: number): number => Math.round(ms * 1e6);

/** What Perfetto should know of each span. */
function slicesOf({ spans, operators }: Trace): readonly string[] {
  return Array.from(spans.phase, (phase, i) => {
    const operator = operators[spans.operator[i]!]!;
    const start = nanoseconds(spans.start[i]!);
    const lasts = nanoseconds(spans.end[i]!) - start;
    return `${operator.name} (${spans.subtask[i]! + 1}/${operator.parallelism}) ${phases[phase]} ${start} + ${lasts}`;
  }).sort();
}

describe.each(['skew', 'backpressure-unaligned', 'expired'])('the trace of the recording %s', (name) => {
  let trace: Trace;
  let perfetto: Perfetto;

  beforeAll(async () => {
    const recording = `2.3.0/${name}`;
    trace = readInputs([...restFiles(recording), ...logFiles(recording)]).jobs[0]!.trace;
    perfetto = await Perfetto.open([...writeChromeTrace(trace)].join(''));
  });

  afterAll(() => perfetto.close());

  it('opens in Perfetto without anything that it cannot take in', async () => {
    const problems = `select name, value from stats where severity in ('error', 'data_loss') and value > 0`;
    expect(await perfetto.query(problems, { name: 'text', value: 'number' })).toEqual([]);
    mkdirSync(pictures, { recursive: true });
    await perfetto.page.screenshot({ path: join(pictures, `perfetto ${name}.png`) });
  });

  it('has there every phase of every subtask, under its name, to the nanosecond', async () => {
    const slices = `select thread.name as subtask, slice.name as phase, slice.ts - trace_start() as start, slice.dur as dur
      from slice join thread_track on slice.track_id = thread_track.id join thread using (utid)
      where slice.category in ('blocking', 'beside')`;
    const found = await perfetto.query(slices, {
      subtask: 'text',
      phase: 'text',
      start: 'number',
      dur: 'number',
    });
    const first = Math.min(...trace.checkpoints.map(({ trigger }) => nanoseconds(trigger)));
    const shown = found.map(({ subtask, phase, start, dur }) => {
      // A phase that overlaps another lies on a further thread, whose name goes on.
      const thread = String(subtask).replace(/(\(\d+\/\d+\)).*/, '$1');
      return `${thread} ${phase} ${Number(start) + first} + ${dur}`;
    });
    expect(shown.sort()).toEqual(slicesOf(trace));
  });

  it('has there every checkpoint with its outcome', async () => {
    const checkpoints = `select slice.name as name, extract_arg(slice.arg_set_id, 'args.status') as status
      from slice where slice.category = 'checkpoint' order by slice.ts`;
    expect(await perfetto.query(checkpoints, { name: 'text', status: 'text' })).toEqual(
      trace.checkpoints.map(({ kind, id, status }) => ({ name: `${kind} ${id}`, status })),
    );
  });
});
