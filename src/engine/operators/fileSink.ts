import { RunError } from '../errors.js';
import type { RecordType } from '../pipeline/recordTypes.js';
import type { OneInputOperator, OperatorSnapshot, OperatorState } from './operator.js';

/** The files of one sink folder, as the sink needs them. Each call is done when it returns. */
export interface PartFiles {
  append(name: string, text: string): void;
  /** Makes the file's content, and that it is there, survive a power cut. */
  sync(name: string): void;
  /** Atomic, and survives a power cut. */
  rename(from: string, to: string): void;
  exists(name: string): boolean;
  remove(name: string): void;
  list(): string[];
}

const partPattern = /^\.?part-(\d+)-(\d+)\.csv(\.inprogress)?$/;

/** Whether a file in the folder belongs to a file sink. */
export function isPartFile(name: string): boolean {
  return partPattern.test(name);
}

const bufferedMax = 1 << 16;

/**
 * Exactly once, in two phases: records go to a hidden `.inprogress` file; a barrier closes it, and it gets its final
 * name when the checkpoint is complete on all subtasks. A restore finishes the renames that its checkpoint had
 * promised and takes away whatever came after it.
 */
export class FileSinkOperator implements OneInputOperator {
  readonly kind = 'operator';
  private readonly fields: readonly string[];
  private readonly pending: { readonly part: number; checkpoint: number }[] = [];
  private part = 0;
  private buffered = '';
  private partStarted = false;

  constructor(
    private readonly subtask: number,
    type: RecordType,
    private readonly files: PartFiles,
    restored: OperatorState | undefined,
  ) {
    this.fields = Object.keys(type.fields);
    if (restored) this.restore(restored);
  }

  process(record: unknown): void {
    if (!this.partStarted) this.buffered = `${this.fields.map(quoted).join(',')}\n`;
    this.partStarted = true;
    const values = record as Readonly<Record<string, unknown>>;
    let line = '';
    for (const field of this.fields) line += `${line === '' ? '' : ','}${quoted(String(values[field]))}`;
    this.buffered += `${line}\n`;
    if (this.buffered.length > bufferedMax) this.writeBuffered();
  }

  preBarrier(): boolean {
    if (!this.partStarted) return false;
    this.writeBuffered();
    this.files.sync(this.inProgress(this.part));
    this.pending.push({ part: this.part, checkpoint: Infinity });
    this.part++;
    this.partStarted = false;
    return true;
  }

  snapshot(_mode: unknown, checkpoint: number): OperatorSnapshot {
    for (const entry of this.pending) entry.checkpoint = Math.min(entry.checkpoint, checkpoint);
    return { state: { part: this.part, pending: this.pending.map(({ part }) => part) } };
  }

  checkpointCompleted(checkpoint: number): void {
    while (this.pending.length > 0 && this.pending[0]!.checkpoint <= checkpoint) {
      this.commit(this.pending.shift()!.part);
    }
  }

  private restore(restored: OperatorState): void {
    this.part = Number(restored['part']);
    const promised = restored['pending'] as readonly number[];
    for (const part of promised) {
      if (this.files.exists(this.inProgress(part))) this.commit(part);
      else if (!this.files.exists(this.final(part))) {
        throw new RunError(
          `The checkpoint promises ${this.final(part)}, which is not in the sink's folder: ` +
            `use the folder of the run that took the checkpoint, or start without --restore.`,
        );
      }
    }
    for (const name of this.files.list()) {
      const [, subtask, part, inProgress] = partPattern.exec(name) ?? [];
      if (Number(subtask) === this.subtask && (inProgress || Number(part) >= this.part)) {
        this.files.remove(name);
      }
    }
  }

  private commit(part: number): void {
    this.files.rename(this.inProgress(part), this.final(part));
  }

  private writeBuffered(): void {
    this.files.append(this.inProgress(this.part), this.buffered);
    this.buffered = '';
  }

  private final(part: number): string {
    return `part-${this.subtask}-${String(part).padStart(6, '0')}.csv`;
  }

  private inProgress(part: number): string {
    return `.${this.final(part)}.inprogress`;
  }
}

/** A CSV value as in RFC 4180. */
function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
