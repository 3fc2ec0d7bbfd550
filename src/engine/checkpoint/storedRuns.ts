import { posix } from 'node:path';
import { messageOf } from '../errors.js';
import { StorageError, type CheckpointStorage } from '../storage/storage.js';
import {
  checkpointBeside,
  checkpointFolder,
  checkpointOf,
  metadataFile,
  parseMetadata,
  runFile,
  type RunRecord,
} from './metadata.js';
import { isRefusal } from './refusal.js';
import { soundRecord } from './soundness.js';

/** Longest `_metadata` and `_run.json`: what a hundred thousand subtasks might say. */
const textBytesMax = 256 << 20;

/** A folder that is or may be a checkpoint's, relative to the storage. */
export interface Candidate {
  readonly folder: string;
  readonly hasMetadata: boolean;
  /** Whether it is known to have been complete, whatever is there of it now. */
  readonly wasComplete: boolean;
}

/** A run of which nobody can tell whose it is. */
export interface UnknownRun {
  readonly name: string;
  readonly why: string;
  readonly isRefused: boolean;
}

/** What a storage folder has of a job's runs: their records, and which of their checkpoints are complete. */
export class StoredRuns {
  /** Which checkpoints a completed one needs, by its folder. */
  private readonly needs = new Map<string, ReadonlySet<number>>();

  constructor(
    private readonly storage: CheckpointStorage,
    private readonly job: string,
  ) {}

  /** The job's runs, newest first, and those whose record cannot be read. */
  async runs(): Promise<{
    readonly runs: readonly { readonly name: string; readonly record: RunRecord }[];
    readonly unknown: readonly UnknownRun[];
  }> {
    const runs: { name: string; record: RunRecord }[] = [];
    const unknown: UnknownRun[] = [];
    for (const name of await this.storage.list('.')) {
      const found = await this.recordOf(name);
      if (found === undefined) continue;
      if ('why' in found) unknown.push(found);
      else if (found.job === this.job) runs.push({ name, record: found });
    }
    return { runs: runs.sort((a, b) => b.record.started - a.record.started), unknown };
  }

  /** `undefined` for a folder that is no run's. */
  private async recordOf(name: string): Promise<RunRecord | UnknownRun | undefined> {
    try {
      if (!(await this.storage.list(name)).includes(runFile)) return undefined;
      return soundRecord(await this.text(`${name}/${runFile}`));
    } catch (error) {
      if (error instanceof StorageError && error.isTransient) throw error;
      return { name, why: messageOf(error), isRefused: isRefusal(error) };
    }
  }

  /** Ids of a run's completed checkpoints, newest first. */
  async completed(run: string): Promise<number[]> {
    const candidates = await this.candidates(run);
    return candidates
      .filter(({ hasMetadata }) => hasMetadata)
      .map(({ folder }) => checkpointOf(posix.basename(folder))!);
  }

  /** What there is or, by `complete`, was of a run's checkpoints, newest first. */
  async candidates(run: string, complete: ReadonlySet<number> = new Set()): Promise<Candidate[]> {
    const found = (await this.storage.list(run)).flatMap((name) => checkpointOf(name) ?? []);
    const ids = [...new Set([...found, ...complete])].sort((a, b) => b - a);
    const candidates: Candidate[] = [];
    for (const id of ids) {
      const folder = checkpointFolder(run, id);
      const hasMetadata = (await this.storage.list(folder)).includes(metadataFile);
      candidates.push({ folder, hasMetadata, wasComplete: complete.has(id) });
    }
    return candidates;
  }

  /** The earlier checkpoints of which a completed one needs files. @throws Error when its metadata cannot be read. */
  async neededBy(folder: string): Promise<ReadonlySet<number>> {
    const known = this.needs.get(folder);
    if (known) return known;
    const { operators } = parseMetadata(await this.text(`${folder}/${metadataFile}`));
    const files = operators.flatMap(({ subtasks }) => subtasks.flatMap(({ earlier }) => earlier ?? []));
    const needed = new Set(files.flatMap(({ path }) => checkpointBeside(path) ?? []));
    this.needs.set(folder, needed);
    return needed;
  }

  /** A checkpoint is removed. */
  forget(folder: string): void {
    this.needs.delete(folder);
  }

  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await this.storage.read(path, textBytesMax));
  }
}
