import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { operatorStatistics } from '../../src/analysis/statistics.js';
import { verdict, verdictText } from '../../src/analysis/verdict/verdict.js';
import { writeChromeTrace } from '../../src/formats/chromeTraceWriter.js';
import { writeCsv } from '../../src/formats/csv.js';
import type { InputFile } from '../../src/formats/input.js';
import { writeOtlpJson } from '../../src/formats/otlpWriter.js';
import { readInputs } from '../../src/formats/readInputs.js';
import { readTrace } from '../../src/trace/ckptReader.js';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { InputError } from '../../src/trace/diagnostics.js';
import { archiveFiles, filesOf, logFiles, recordings, restFiles } from '../fixtures/flinkRecordings.js';
import { Choices } from '../fixtures/choices.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { mutated } from './mutations.js';

/** How long to go on. `FUZZ_SEED` repeats what a failure printed, with one file only. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 60);
const given = process.env['FUZZ_SEED'];

/** Of the processor, so that it does not count when the machine is busy or asleep. No file here takes a tenth of it. */
const hangMs = 20_000;

/** Larger files are left to the benchmarks: many small ones find more in a minute. */
const largestBytes = 400_000;

const seeds = seedFiles();

describe('every reader', () => {
  it(
    `takes damaged files for ${seconds} s without an error, a hang, or a change to any prototype`,
    { timeout: (seconds + 120) * 1000 },
    async () => {
      const end = performance.now() + seconds * 1000;
      let seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
      let files = 0;
      do {
        const problem = tryOne(seed);
        expect(problem && `FUZZ_SEED=${seed}: ${problem}`).toBeUndefined();
        seed = (seed + 1) % 2 ** 31;
        files++;
        // The runner wants to hear from its workers.
        if (files % 20 === 0) await nextTurn();
      } while (given === undefined && performance.now() < end);
      process.stdout.write(`${files} damaged files read, the last seed ${seed - 1}\n`);
    },
  );
});

function tryOne(seed: number): string | undefined {
  const choices = new Choices(seed);
  const original = choices.of(seeds);
  const file = { name: original.name, bytes: mutated(original.bytes, choices) };
  const others = choices.below(4) === 0 ? [choices.of(seeds)] : [];
  const started = process.cpuUsage();
  try {
    read([file, ...others]);
  } catch (error) {
    return `${file.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  if (ms > hangMs) return `${file.name}: took ${Math.round(ms)} ms`;
  if ('polluted' in {}) return `${file.name}: changed a prototype`;
  return undefined;
}

/** All that the page and the command line do with what was opened. */
function read(files: readonly InputFile[]): void {
  let jobs;
  try {
    ({ jobs } = readInputs(files));
  } catch (error) {
    if (error instanceof InputError && error.diagnostics.length > 0) return;
    throw error;
  }
  for (const { trace, unknown } of jobs) {
    verdictText(verdict(trace));
    trace.checkpoints.forEach((_, checkpoint) => verdictText(verdict(trace, checkpoint)));
    operatorStatistics(trace);
    const { diagnostics } = readTrace(writeTrace(trace, unknown));
    if (diagnostics.length > 0) throw new Error(`wrote what does not read: ${diagnostics[0]!.message}`);
    for (const write of [writeCsv, writeChromeTrace, writeOtlpJson]) [...write(trace)].join('');
  }
}

function seedFiles(): readonly InputFile[] {
  const encoder = new TextEncoder();
  const sample = sampleTrace();
  const written = [
    { name: 'sample.ckpt.json', bytes: encoder.encode(writeTrace(sample)) },
    { name: 'sample.trace.json', bytes: encoder.encode([...writeChromeTrace(sample)].join('')) },
    { name: 'sample.otlp.json', bytes: encoder.encode([...writeOtlpJson(sample)].join('')) },
  ];
  const recorded = recordings.flatMap((recording) => [
    ...restFiles(recording).filter((_, i) => i % 7 === 0),
    ...archiveFiles(recording),
    ...logFiles(recording),
    ...filesOf(recording, 'recorded.jsonl'),
  ]);
  const spans = filesOf('2.3.0/traces', 'otlp', 'traces');
  return [...written, ...recorded, ...spans].filter(({ bytes }) => bytes.length <= largestBytes);
}
