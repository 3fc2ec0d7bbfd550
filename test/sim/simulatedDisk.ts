import type { CheckpointMetadata } from '../../src/engine/checkpoint/metadata.js';
import { MemoryFiles } from '../fixtures/memoryFiles.js';
import type { Schedule } from './schedule.js';

/** What a sink's subtask says of its files in a checkpoint. */
interface Writer {
  readonly subtask: number;
  readonly part: number;
}

/** The power goes: nothing of the process is left, and of its files what the disk had. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** A sink's folder on a disk that may lose its power: then it has what was synced, and of the rest whatever chance leaves. */
export class SimulatedDisk extends MemoryFiles {
  /** What happened, counted. */
  readonly happened = new Map<string, number>();
  /** By name: how many characters are safe. */
  private readonly safe = new Map<string, number>();
  /** Files removed since the folder was synced last. */
  private readonly removed = new Map<string, string>();
  private callsLeft = Infinity;
  /** By subtask: the first file that no complete checkpoint has. */
  private firstUnpromised = new Map<number, number>();

  constructor(private readonly schedule: Schedule) {
    super();
  }

  /** Lets the power go in the middle of the `nth` sync or rename from now on, counted from 0; Infinity for never. */
  losePowerAt(nth: number): void {
    this.callsLeft = nth;
  }

  /** This checkpoint is complete, or what the process starts from: what its sinks have written may get its final name. */
  promise(metadata: CheckpointMetadata | undefined): void {
    const states = metadata?.operators.flatMap(({ subtasks }) => subtasks.map(({ state }) => state)) ?? [];
    const writers = states.flatMap((state) => (state?.['writers'] ?? []) as readonly Writer[]);
    this.firstUnpromised = new Map(writers.map(({ subtask, part }) => [subtask, part]));
  }

  override sync(name: string): void {
    if (this.callsLeft-- === 0) this.losePower();
    this.safe.set(name, this.files.get(name)!.length);
    this.removed.clear();
  }

  /** @throws Error for a file whose records a failure could still take back. */
  override rename(from: string, to: string): void {
    const [, subtask, part] = /^part-(\d+)-(\d+)\./.exec(to)!;
    if (Number(part) >= (this.firstUnpromised.get(Number(subtask)) ?? 0)) {
      throw new Error(`${to} is committed before a checkpoint that has it is complete`);
    }
    if (this.callsLeft-- === 0) {
      const isLost = this.schedule.onceIn(2);
      if (!isLost) super.rename(from, to);
      this.count(isLost ? 'a lost rename' : 'a rename whose answer was lost');
      this.losePower();
    }
    super.rename(from, to);
    this.removed.clear();
  }

  override remove(name: string): void {
    const text = this.files.get(name);
    if (text !== undefined) this.removed.set(name, text);
    super.remove(name);
  }

  /** @throws PowerCut */
  losePower(): never {
    for (const [name, text] of this.removed) if (this.schedule.onceIn(2)) this.files.set(name, text);
    this.removed.clear();
    for (const [name, text] of this.files) {
      // A file gets its final name when all of it is safe.
      const safe = name.startsWith('part-') ? text.length : (this.safe.get(name) ?? 0);
      if (safe === text.length) continue;
      this.count('a torn write');
      if (safe === 0 && this.schedule.onceIn(3)) this.files.delete(name);
      else this.files.set(name, text.slice(0, safe + this.schedule.oneOf(text.length - safe)));
    }
    throw new PowerCut();
  }

  private count(what: string): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
  }
}
