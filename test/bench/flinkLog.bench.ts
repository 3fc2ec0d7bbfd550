/**
 * How long big logs of a JobManager and a TaskManager at DEBUG take from bytes to a timeline, and how much memory, beside
 * going through their lines alone. Recorded logs are repeated an hour apart, under new checkpoint ids, until they have their
 * size. Each run is a process of its own.
 *
 *     npm run bench -- flinkLog [megabytes] [rounds]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpacked } from '../../src/formats/gzip.js';
import type { InputFile } from '../../src/formats/input.js';
import { linesOf } from '../../src/formats/lines.js';
import { readInputs } from '../../src/formats/readInputs.js';
import { logFiles } from '../fixtures/flinkRecordings.js';

const recording = '2.3.0/hashmap-1m';
const hourMs = 3_600_000;
const ways = ['lines', 'read'] as const;

const [first, second] = process.argv.slice(2);
if (first === 'lines') measure(second!, countLines);
else if (first === 'read') measure(second!, readTimeline);
else compare(Number(first ?? 200), Number(second ?? 5));

function compare(megabytes: number, rounds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  try {
    const bytes = writeLogs(folder, megabytes * 1e6);
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

function writeLogs(folder: string, bytes: number): number {
  const texts = logFiles(recording).map((file) => {
    const { name, bytes: content } = unpacked(file).file;
    return { name: name.replace('logs/', ''), text: new TextDecoder().decode(content) };
  });
  const once = texts.reduce((sum, { text }) => sum + text.length, 0);
  let written = 0;
  for (const { name, text } of texts) {
    const file = openSync(join(folder, name), 'w');
    for (let copy = 0; copy < bytes / once; copy++) written += writeSync(file, later(text, copy));
    closeSync(file);
  }
  return written;
}

/** The same lines so many hours later, with checkpoint ids that follow. */
function later(text: string, hours: number): string {
  const stamp = (day: string, time: string): string =>
    new Date(Date.parse(`${day}T${time}Z`) + hours * hourMs).toISOString().slice(0, 19).replace('T', ' ');
  return text
    .replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?=,)/gm, (_, day: string, time: string) => stamp(day, time))
    .replace(/\b17\d{11}\b/g, (ms) => String(Number(ms) + hours * hourMs))
    .replace(
      /((?:[Cc]heckpoint|@|checkpointId=) ?)(\d{1,3})(?=[@\s.,)])/g,
      (_, before: string, id: string) => {
        return `${before}${Number(id) + hours * 100}`;
      },
    );
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
  const files = ['jobmanager.log', 'taskmanager.log'].map((name): InputFile => {
    return { name, bytes: readFileSync(join(folder, name)) };
  });
  const start = performance.now();
  const what = work(files);
  const ms = performance.now() - start;
  const peak = process.resourceUsage().maxRSS / 1024;
  say(`${ms.toFixed(0)} ms, ${peak.toFixed(0)} MB at most, ${what}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
