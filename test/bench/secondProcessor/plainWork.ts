import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stretch } from '../../../src/analysis/counters.js';
import { giveWay } from '../../../src/engine/runtime/threadPriority.js';

/** What a thread does that knows nothing of the pipeline. */
export interface PlainWork {
  /** `write` copies memory and writes it into a file, `count` touches no memory. */
  readonly kind: 'write' | 'count';
  readonly bytes: number;
  /** How long it counts. */
  readonly ms: number;
  readonly file: string;
  /** From one to the next, and before the first. */
  readonly intervalMs: number;
  readonly firstAfterMs: number;
  readonly times: number;
}

const pieceBytes = 1 << 22;

/** Does the work again and again, with the priority of an upload. Gives when that was, in Unix time. */
export async function doPlainWork(work: PlainWork): Promise<readonly Stretch[]> {
  const source = Buffer.alloc(work.kind === 'write' ? work.bytes : 0, 1);
  const stretches: Stretch[] = [];
  giveWay();
  await sleep(work.firstAfterMs);
  for (let left = work.times; left > 0; left--) {
    const from = performance.timeOrigin + performance.now();
    if (work.kind === 'write') copyAndWrite(source, work.file);
    else countFor(work.ms);
    stretches.push({ from, to: performance.timeOrigin + performance.now() });
    await sleep(work.intervalMs);
  }
  return stretches;
}

function copyAndWrite(source: Buffer, path: string): void {
  const piece = Buffer.alloc(pieceBytes);
  const file = openSync(path, 'w');
  for (let at = 0; at < source.length; at += pieceBytes) {
    const length = source.copy(piece, 0, at, at + pieceBytes);
    writeSync(file, piece, 0, length);
  }
  fsyncSync(file);
  closeSync(file);
  rmSync(path);
}

function countFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) continue;
}
