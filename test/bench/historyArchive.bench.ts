/**
 * How long a big archive of Flink's history server takes from bytes to a timeline, and how much memory, beside parsing the same JSON twice:
 * the file and each of its answers. The archive of a job with 192 subtasks, whose checkpoints are repeated under new ids
 * until the file has its size. Each run is a process of its own.
 *
 *     npm run bench -- historyArchive [megabytes] [rounds]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readInputs } from '../../src/formats/readInputs.js';
import { archivedJob, writeBigArchive, type Archive } from '../fixtures/bigArchive.js';
import { say } from './report.js';

const ways = ['parse', 'read'] as const;

const [first, file] = process.argv.slice(2);
if (first === 'parse') parseTwice(readFileSync(file!));
else if (first === 'read') read(readFileSync(file!));
else compare(Number(first ?? 50), Number(file ?? 5));

function compare(megabytes: number, rounds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  try {
    const archive = join(folder, archivedJob);
    const size = writeBigArchive(archive, megabytes * 1e6);
    say(`Node ${process.version}, ${(size / 1e6).toFixed(1)} MB, ${rounds} runs of each in turn.\n`);
    for (let round = 0; round < rounds; round++) {
      for (const way of ways) {
        const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), way, archive], {
          encoding: 'utf8',
        });
        say(`${way}: ${stdout.trim()}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parseTwice(bytes: Uint8Array): void {
  measure(() => {
    const { archive } = JSON.parse(new TextDecoder().decode(bytes)) as Archive;
    const values = archive.map(({ json }) => JSON.parse(json) as unknown);
    return `${values.length} answers`;
  });
}

function read(bytes: Uint8Array): void {
  measure(() => {
    const { jobs, diagnostics } = readInputs([{ name: archivedJob, bytes }]);
    const { checkpoints, spans } = jobs[0]!.trace;
    return `${checkpoints.length} checkpoints, ${spans.length} spans, ${diagnostics.length} diagnostics`;
  });
}

function measure(work: () => string): void {
  const start = performance.now();
  const what = work();
  const seconds = (performance.now() - start) / 1000;
  say(`${seconds.toFixed(2)} s, at most ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB; ${what}`);
}
