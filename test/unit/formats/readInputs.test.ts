import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { verdict, verdictText } from '../../../src/analysis/verdict/verdict.js';
import type { InputFile } from '../../../src/formats/input.js';
import { readInputs, type ReadInputs } from '../../../src/formats/readInputs.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { InputError } from '../../../src/trace/diagnostics.js';
import { archiveFiles, filesOf, logFiles, recordings, restFiles } from '../../fixtures/flinkRecordings.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const file = (name: string, content: string | Uint8Array): InputFile => ({
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
});

function failureOf(...files: readonly InputFile[]): readonly string[] {
  try {
    readInputs(files);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(({ message }) => message);
    throw error;
  }
  throw new Error('was read');
}

const checkpointsOf = ({ jobs }: ReadInputs) => jobs.map(({ trace }) => trace.checkpoints.length);

describe('all that a recorded job left behind', () => {
  it.each(recordings)('%s is one job, in which no source contradicts another', (recording) => {
    const { jobs, diagnostics } = readInputs([
      ...restFiles(recording),
      ...archiveFiles(recording),
      ...logFiles(recording),
      ...filesOf(recording, 'recorded.jsonl'),
    ]);
    expect(jobs).toHaveLength(1);
    const complaints = diagnostics.filter(({ message }) => !message.includes('This Flink log says nothing'));
    expect(complaints.map(({ message }) => message)).toEqual([]);
  });

  it.each(recordings)(
    '%s has the same checkpoints in its archive as in the answers of the same ids',
    (recording) => {
      const rest = readInputs(restFiles(recording)).jobs[0]!.trace.checkpoints;
      const ids = new Map(rest.map((checkpoint) => [checkpoint.id, checkpoint]));
      const archived = readInputs(archiveFiles(recording)).jobs[0]!.trace.checkpoints;
      for (const { id, status, bytes, type } of archived) {
        expect(ids.get(id)).toMatchObject({ status, bytes, type });
      }
    },
  );
});

describe('files of several kinds', () => {
  const archive = archiveFiles('2.3.0/skew').find(({ name }) => name.includes('/jobs/'));

  it('open packed as well, under any name', () => {
    const packed = file('notes', gzipSync(archive!.bytes));
    expect(readInputs([packed]).jobs[0]!.trace).toEqual(readInputs([archive!]).jobs[0]!.trace);
  });

  it('of several jobs are several traces, the one with most checkpoints first', () => {
    const read = readInputs([...archiveFiles('2.3.0/pending'), archive!]);
    expect(read.jobs.map(({ name }) => name)).toEqual(['one hot key', 'slow upload']);
    expect(checkpointsOf(read)).toEqual([9, 6]);
  });

  it('may lie beside others, which are left out and named', () => {
    const { jobs, diagnostics } = readInputs([archive!, file('notes.txt', 'The job was slow.')]);
    expect(jobs).toHaveLength(1);
    expect(diagnostics).toEqual([
      {
        severity: 'warning',
        file: '',
        message: 'notes.txt is in no format that is known here and left out.',
      },
    ]);
  });

  it('are told apart by their names where two traces are of one job', () => {
    const text = writeTrace(sampleTrace());
    const read = readInputs([file('monday.ckpt.json', text), file('tuesday.ckpt.json', text)]);
    expect(read.jobs.map(({ id }) => id)).toEqual(['monday.ckpt.json', 'tuesday.ckpt.json']);
  });
});

describe('what cannot be read', () => {
  it('says that it is in no format known here, and which are', () => {
    expect(failureOf(file('notes.txt', 'The job was slow.'))).toEqual([
      'The file is in no format that is known here.',
    ]);
    expect(failureOf(file('empty.json', ''))).toEqual(['The file is empty.']);
  });

  it('says what is wrong with a trace that calls itself one', () => {
    expect(failureOf(file('orders.ckpt.json', '{"format":"chart"}'))[0]).toMatch(
      /^format is "chart"; it must be/,
    );
  });

  it('says so where everything is known and nothing is of a job', () => {
    const message = failureOf(
      file('jobs/a/metrics.json', '[]'),
      file('traces.jsonl', '{"resourceMetrics":[]}'),
    );
    expect(message).toHaveLength(1);
  });

  it('does not take a word of a file for one of the program', () => {
    const job = (state: string) =>
      file('jobs.json', JSON.stringify({ jid: 'a'.repeat(32), name: 'orders', state, vertices: [] }));
    for (const state of ['constructor', 'toString', '__proto__']) {
      const [read] = readInputs([job(state)]).jobs;
      expect(verdictText(verdict(read!.trace))).toMatch(/^[A-Z][a-z ]+\.$/);
    }
  });
});
