/**
 * How long big logs of a JobManager and a TaskManager at DEBUG take from bytes to a timeline, and how much memory, beside
 * going through their lines alone. Recorded logs are repeated an hour apart, under new checkpoint ids, until they have their
 * size. Each run is a process of its own.
 *
 *     npm run bench -- flinkLog [megabytes] [rounds]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InputFile } from '../../src/formats/input.js';
import { linesOf } from '../../src/formats/lines.js';
import { readInputs } from '../../src/formats/readInputs.js';
import { bigLogNames, writeBigLogs } from '../fixtures/bigLogs.js';
import { say } from './report.js';

const ways = ['lines', 'read'] as const;

const [first, second] = process.argv.slice(2);
if (first === 'lines') measure(second!, countLines);
else if (first === 'read') measure(second!, readTimeline);
else compare(Number(first ?? 200), Number(second ?? 5));

function compare(megabytes: number, rounds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  try {
    const bytes = writeBigLogs(folder, megabytes * 1e6);
    say(`Node ${process.version}, ${(bytes / 1e6).toFixed(1)} MB, ${rounds} runs of each in turn.\n`);
    for (let round = 0; round < rounds; round++) {
      for (const way of ways) {
        const self = fileURLToPath(import.meta.url);
        const { stdout } = spawnSync(process.execPath, [self, way, folder], { encoding: 'utf8' });
        say(`${way}: ${stdout.trim()}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countLines(files: readonly InputFile[]): string {
  let lines = 0;
  for (const { bytes } of files) for (const _ of linesOf(bytes)) lines += Number(_.text.length >= 0);
  return `${lines} lines`;
}

function readTimeline(files: readonly InputFile[]): string {
  const { jobs, diagnostics } = readInputs(files);
  const { checkpoints, spans } = jobs[0]!.trace;
  return `${checkpoints.length} checkpoints, ${spans.length} spans, ${diagnostics.length} diagnostics`;
}

function measure(folder: string, work: (files: readonly InputFile[]) => string): void {
  const files = bigLogNames.map((name): InputFile => {
    return { name, bytes: readFileSync(join(folder, name)) };
  });
  const start = performance.now();
  const what = work(files);
  const ms = performance.now() - start;
  const peak = process.resourceUsage().maxRSS / 1024;
  say(`${ms.toFixed(0)} ms, ${peak.toFixed(0)} MB at most, ${what}`);
}
