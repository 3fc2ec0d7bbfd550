import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeTrace } from '../../../src/host/runs/closeTrace.js';
import { buildTrace } from '../../../src/trace/builder.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import type { Trace } from '../../../src/trace/model.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
  file = join(folder, 'orders.ckpt.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const traceOf = (state: string, more: object = {}): Trace =>
  buildTrace({
    producer: { name: 'checkpoint-lens', version: '0' },
    source: { kind: 'engine', job: 'Bestellungen für „Ä“', state, params: { keys: '5' }, ...more },
    epoch: 0,
    operators: [{ id: 'count', name: 'count', parallelism: 1, inputs: [] }],
    checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 5, end: 9, status: 'completed', bytes: 3 }],
    spans: [{ checkpoint: 0, operator: 0, subtask: 0, phase: 'sync', start: 6, end: 7 }],
  });

describe('the trace of a run whose process was killed', () => {
  it('says so, and keeps everything else to the byte', async () => {
    await writeFile(file, writeTrace(traceOf('running')));
    await closeTrace(file, 'The run ended with SIGKILL.');
    const closed = await readFile(file, 'utf8');
    const failed = traceOf('failed', { failure: 'The run ended with SIGKILL.' });
    expect(JSON.parse(closed)).toEqual(JSON.parse(writeTrace(failed)));
    const source = /"source": .*/;
    expect(closed.replace(source, '')).toBe(writeTrace(failed).replace(source, ''));
    expect(await readdir(folder)).toEqual(['orders.ckpt.json']);
  });

  it('is cancelled where a person stopped a run that did not listen', async () => {
    await writeFile(file, writeTrace(traceOf('running')));
    await closeTrace(file, undefined);
    expect(await readFile(file, 'utf8')).toBe(writeTrace(traceOf('cancelled')));
  });

  it('stays as it is where the run had told how it ended, or the file is another', async () => {
    for (const text of [writeTrace(traceOf('finished')), '{"format":"checkpoint-trace"', '[]', '']) {
      await writeFile(file, text);
      await closeTrace(file, 'The run ended with SIGKILL.');
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  });

  it('need not be there', async () => {
    await closeTrace(file, 'The run ended with SIGKILL.');
    expect(await readdir(folder)).toEqual([]);
  });
});
