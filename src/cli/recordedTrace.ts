import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputFile } from '../formats/input.js';
import { readInputs } from '../formats/readInputs.js';
import { InputError } from '../trace/diagnostics.js';
import { tracePieces } from '../trace/ckptWriter.js';
import type { Trace } from '../trace/model.js';
import { writeAtomically } from './atomicFile.js';
import { fileFailure, inputFailure } from './failure.js';

/** From one writing of the trace to the next, in ms; and at least so many times as long as a writing takes. */
const everyMs = 3000;
const everyTimes = 10;

/** Keeps a trace file up to date while its recording grows. */
export class RecordedTrace {
  private readonly ending = new AbortController();
  private readonly following: Promise<void>;
  private writtenBytes = -1;

  private constructor(
    private readonly recording: string,
    private readonly trace: string,
    private readonly changed: (trace: Trace) => Trace,
  ) {
    this.following = this.follow();
  }

  /** @param changed what is written of a trace */
  static start(
    recording: string,
    trace: string,
    changed: (trace: Trace) => Trace = (same) => same,
  ): RecordedTrace {
    return new RecordedTrace(recording, trace, changed);
  }

  /** Writes the last of it. @throws {CommandFailure} where the file system does not let it; where nothing was recorded */
  async finish(): Promise<void> {
    this.ending.abort();
    await this.following;
    await this.write();
  }

  /** While it runs a recording may be too young to be a trace; what is wrong at the end is thrown there. */
  private async follow(): Promise<void> {
    let wait: number = everyMs;
    while (await passes(wait, this.ending.signal)) {
      const started = performance.now();
      await this.write().catch(() => undefined);
      wait = Math.max(everyMs, everyTimes * (performance.now() - started));
    }
  }

  private async write(): Promise<void> {
    const recording = await readFile(this.recording).catch((error: unknown) => {
      throw fileFailure(this.recording, 'read', error);
    });
    if (recording.length === this.writtenBytes) return;
    const pieces = piecesOf({ name: basename(this.recording), bytes: recording }, this.changed);
    await writeAtomically(this.trace, pieces).catch((error: unknown) => {
      throw fileFailure(this.trace, 'written', error);
    });
    this.writtenBytes = recording.length;
  }
}

/** Whether the time passed without the signal. */
async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

/** Of several jobs, the one with the most checkpoints; the recording beside the trace has all of them. */
function piecesOf(recording: InputFile, changed: (trace: Trace) => Trace): Iterable<string> {
  try {
    return tracePieces(changed(readInputs([recording]).jobs[0]!.trace));
  } catch (error) {
    throw error instanceof InputError ? inputFailure(recording.name, error) : error;
  }
}
