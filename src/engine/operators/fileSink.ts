import { RunError } from '../errors.js';
import type { FieldKind, RecordType } from '../pipeline/recordTypes.js';
import { fieldText } from './fieldText.js';
import type { StreamOperator, OperatorSnapshot, OperatorState } from './operator.js';

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

/** What a checkpoint says of the files of one subtask; of one that is no more, another keeps it. */
interface PartWriter {
  readonly subtask: number;
  /** The number of its next file. */
  readonly part: number;
  /** Files that wait for the checkpoint to complete. */
  readonly pending: readonly number[];
}

/** Which of how many subtasks one is. */
interface Share {
  readonly subtask: number;
  readonly parallelism: number;
}

/**
 * Exactly once, in two phases: records go to a hidden `.inprogress` file; a barrier closes it, and it gets its final
 * name when the checkpoint is complete on all subtasks. A restore finishes the renames that its checkpoint had
 * promised and takes away whatever came after it, also for subtasks that are no more.
 */
export class FileSinkOperator implements StreamOperator {
  readonly kind = 'operator';
  private readonly fields: readonly (readonly [string, FieldKind])[];
  private readonly pending: { readonly part: number; checkpoint: number }[] = [];
  private readonly retired: readonly PartWriter[];
  private part = 0;
  private buffered = '';
  private partStarted = false;

  constructor(
    private readonly share: Share,
    type: RecordType,
    private readonly files: PartFiles,
    restored: readonly (OperatorState | undefined)[] | undefined,
  ) {
    this.fields = Object.entries(type.fields).map(([name, { kind }]) => [name, kind]);
    const writers = restored?.flatMap(writersIn).filter((writer) => this.isMine(writer.subtask)) ?? [];
    if (restored) this.restore(writers);
    this.part = writers.find(({ subtask }) => subtask === share.subtask)?.part ?? 0;
    this.retired = writers
      .filter(({ subtask }) => subtask !== share.subtask)
      .map((writer) => ({ ...writer, pending: [] }));
  }

  process(record: unknown): void {
    if (!this.partStarted) this.buffered = `${this.fields.map(([name]) => quoted(name)).join(',')}\n`;
    this.partStarted = true;
    const values = record as Readonly<Record<string, unknown>>;
    const line = this.fields.map(([name, kind]) => quoted(fieldText(kind, values[name])));
    this.buffered += `${line.join(',')}\n`;
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
    const own: PartWriter = {
      subtask: this.share.subtask,
      part: this.part,
      pending: this.pending.map(({ part }) => part),
    };
    return { state: { writers: [own, ...this.retired] } };
  }

  checkpointCompleted(checkpoint: number): void {
    while (this.pending.length > 0 && this.pending[0]!.checkpoint <= checkpoint) {
      this.commit(this.pending.shift()!.part);
    }
  }

  private restore(writers: readonly PartWriter[]): void {
    for (const { subtask, pending } of writers) {
      for (const part of pending) this.keepPromise(subtask, part);
    }
    for (const name of this.files.list()) {
      const [, writer, part, inProgress] = partPattern.exec(name) ?? [];
      const subtask = Number(writer);
      if (writer === undefined || !this.isMine(subtask)) continue;
      const next = writers.find((each) => each.subtask === subtask)?.part ?? 0;
      if (inProgress !== undefined || Number(part) >= next) this.files.remove(name);
    }
  }

  private keepPromise(subtask: number, part: number): void {
    const name = finalName(subtask, part);
    if (this.files.exists(inProgressName(name))) this.files.rename(inProgressName(name), name);
    else if (!this.files.exists(name)) {
      throw new RunError(
        `The checkpoint promises ${name}, which is not in the sink's folder: ` +
          `use the folder of the run that took the checkpoint, or start without --restore.`,
      );
    }
  }

  /** Whether this subtask sees to the files of that one, which may be no more. */
  private isMine(subtask: number): boolean {
    const { parallelism } = this.share;
    return (subtask < parallelism ? subtask : subtask % parallelism) === this.share.subtask;
  }

  private commit(part: number): void {
    this.files.rename(this.inProgress(part), finalName(this.share.subtask, part));
  }

  private writeBuffered(): void {
    this.files.append(this.inProgress(this.part), this.buffered);
    this.buffered = '';
  }

  private inProgress(part: number): string {
    return inProgressName(finalName(this.share.subtask, part));
  }
}

function finalName(subtask: number, part: number): string {
  return `part-${subtask}-${String(part).padStart(6, '0')}.csv`;
}

function inProgressName(name: string): string {
  return `.${name}.inprogress`;
}

/** A checkpoint of version 0.1.0 has the subtask's own files only, without its number. */
function writersIn(state: OperatorState | undefined, subtask: number): readonly PartWriter[] {
  if (state === undefined) return [];
  const { writers, part, pending } = state as Partial<PartWriter & { writers: readonly PartWriter[] }>;
  return writers ?? [{ subtask, part: part ?? 0, pending: pending ?? [] }];
}

/** A CSV value as in RFC 4180. */
function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
