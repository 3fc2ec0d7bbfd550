import { posix } from 'node:path';
import { isAbsolute } from 'node:path';
import { messageOf, RunError } from '../errors.js';
import { filesOf, type StateFile } from './coordinator.js';
import type { RestoredFile } from '../state/filledState.js';
import { plainMemory, type SegmentSource } from '../state/memoryPool.js';
import { FileIntake } from './fileIntake.js';
import { placeIn } from '../storage/attempt.js';
import { StorageError, type CheckpointStorage } from '../storage/storage.js';
import {
  checkpointBeside,
  checkpointFolder,
  metadataFile,
  parseMetadata,
  parseRunRecord,
  runFile,
  seal,
  type CheckpointMetadata,
  type RunRecord,
} from './metadata.js';

/** Longest `_metadata` and `_run.json`: what a hundred thousand subtasks might say. */
const textBytesMax = 256 << 20;

/** The first four bytes of a `_metadata` that Flink has written: `Checkpoints.HEADER_MAGIC_NUMBER`, 0x4960672d. */
const magicOfFlink = 'I`g-';

/** A sound checkpoint to start from. */
export interface Restorable {
  /** Relative to the storage; path or URI where it is not that of the run. */
  readonly folder: string;
  readonly metadata: CheckpointMetadata;
  /** The content of its state files by their paths, as it was found to be sound. Who has no more use for them clears it. */
  readonly files: Map<string, RestoredFile>;
  /** Newer checkpoints that were passed over, each with the reason. */
  readonly passedOver: readonly string[];
  /** The same checkpoint with its files, as the storage has them now. */
  readonly readAgain: () => Promise<Restorable>;
}

/** What a storage folder holds of a job's earlier runs. */
export class CheckpointHistory {
  /** Which checkpoints a completed one needs, by its folder. */
  private readonly needs = new Map<string, ReadonlySet<number>>();

  constructor(
    private readonly storage: CheckpointStorage,
    private readonly job: string,
    /** Opens memory for what is restored of a file. */
    private readonly openMemory: () => SegmentSource = () => plainMemory,
  ) {}

  /**
   * The newest sound checkpoint of the last run, else the one that it had started from, else an older one of the same run;
   * `undefined` when the last run had started afresh and completed none. Damaged ones are passed over.
   *
   * @param elsewhere reads one from another storage
   * @throws RunError when there are checkpoints and none of them is sound.
   */
  async latest(elsewhere: (uri: string) => Promise<Restorable>): Promise<Restorable | undefined> {
    const {
      runs: [last],
      damaged: passedOver,
    } = await this.runs();
    if (!last && passedOver.length === 0) return undefined;
    if (!last) throw this.noneSound(passedOver);
    const folders = (await this.completed(last.name)).map((id) => checkpointFolder(last.name, id));
    const { restoredFrom } = last.record;
    const isElsewhere =
      restoredFrom !== undefined && (isAbsolute(restoredFrom) || restoredFrom.includes(':'));
    if (restoredFrom !== undefined && !isElsewhere) {
      folders.push(restoredFrom, ...(await this.olderThan(restoredFrom)));
    }
    const found = await this.firstSound(folders, passedOver);
    if (found) return found;
    if (isElsewhere) return { ...(await elsewhere(restoredFrom)), passedOver };
    if (passedOver.length === 0) return undefined;
    throw this.noneSound(passedOver);
  }

  /** The newest sound checkpoint of one run, else what it had started from. @throws RunError when nothing of it is sound. */
  async latestOf(run: string, origin: Restorable | undefined): Promise<Restorable | undefined> {
    const passedOver: string[] = [];
    const folders = (await this.completed(run)).map((id) => checkpointFolder(run, id));
    const found = await this.firstSound(folders, passedOver);
    if (found) return found;
    if (origin) return { ...(await origin.readAgain()), passedOver };
    if (passedOver.length > 0) throw this.noneSound(passedOver);
    return undefined;
  }

  private async firstSound(
    folders: readonly string[],
    passedOver: string[],
  ): Promise<Restorable | undefined> {
    for (const folder of folders) {
      const found = await this.contentOrDamage(folder);
      if (typeof found !== 'string') return this.restorable(folder, found, passedOver);
      passedOver.push(`${folder}: ${found}`);
    }
    return undefined;
  }

  private noneSound(passedOver: readonly string[]): RunError {
    return new RunError(
      `No checkpoint in ${this.storage.uri} is sound. ${passedOver.join('; ')}. ` +
        'Give one by its own folder, as in --restore STORAGE/run-…/chk-3, or start without --restore.',
    );
  }

  /** One checkpoint, by its folder. @throws RunError when it is not sound. */
  async at(folder: string): Promise<Restorable> {
    const found = await this.contentOrDamage(folder);
    if (typeof found === 'string') {
      if (await this.isNone(folder)) {
        throw new RunError(
          `${placeIn(this.storage.uri, folder)} is no checkpoint: there is no ${metadataFile} in it. ` +
            'Give the folder of one, as in --restore STORAGE/run-…/chk-3, or --restore latest.',
        );
      }
      throw new RunError(`The checkpoint ${folder} cannot be restored: ${found}.`);
    }
    return this.restorable(folder, found, []);
  }

  /** Where it cannot be seen what is in the folder, nobody knows. */
  private async isNone(folder: string): Promise<boolean> {
    const names = await this.storage.list(folder).catch(() => [metadataFile]);
    return !names.includes(metadataFile);
  }

  private restorable(
    folder: string,
    found: Pick<Restorable, 'metadata' | 'files'>,
    passedOver: readonly string[],
  ): Restorable {
    return { folder, ...found, passedOver, readAgain: () => this.at(folder) };
  }

  /** Writes down that a run has begun. */
  async begin(run: string, record: RunRecord): Promise<void> {
    await this.storage.publish(`${run}/${runFile}`, seal(record));
  }

  /** Writes it down again where somebody has removed it: without it no restore finds the run. @returns whether that was so. */
  async beginAgain(run: string, record: RunRecord): Promise<boolean> {
    if ((await this.storage.list(run)).includes(runFile)) return false;
    await this.begin(run, record);
    return true;
  }

  /**
   * Removes what is superseded by a completed checkpoint of `run`: its own oldest ones, and the earlier runs of the
   * job that have ended. The one that it goes on from stays until `run` has as many of its own as are retained: were its first
   * ones damaged, there would be none before them.
   *
   * @param retained how many of its own stay, and with them those of which they need files
   * @param builtOnFrom from this one on they stay too: one that is under way may build on them
   * @returns the ids of its own that were removed
   */
  async retain(
    run: string,
    retained: number,
    isAlive: (earlier: RunRecord) => boolean,
    builtOnFrom = Infinity,
  ): Promise<number[]> {
    const ids = await this.completed(run);
    // It may have nothing but savepoints, to which no restart goes back.
    if (ids.length === 0) return [];
    const kept = new Set(ids.filter((id, newer) => newer < retained || id >= builtOnFrom));
    for (const id of [...kept]) {
      for (const needed of await this.neededBy(checkpointFolder(run, id))) kept.add(needed);
    }
    const removed = ids.filter((id) => !kept.has(id));
    for (const id of removed) await this.remove(checkpointFolder(run, id));
    const { runs } = await this.runs();
    const { restoredFrom = '' } = runs.find(({ name }) => name === run)?.record ?? {};
    const needed = ids.length < retained ? [run, inRun(restoredFrom)?.run] : [run];
    for (const { name, record } of runs) {
      if (!needed.includes(name) && !isAlive(record)) await this.removeRun(name);
    }
    return removed;
  }

  /** Folders of the completed checkpoints of the same run before that one, newest first; none before a savepoint. */
  private async olderThan(folder: string): Promise<string[]> {
    const from = inRun(folder);
    if (!from) return [];
    const ids = await this.completed(from.run);
    return ids.filter((id) => id < from.checkpoint).map((id) => checkpointFolder(from.run, id));
  }

  /** The earlier checkpoints of which a completed one needs files. @throws Error when its metadata cannot be read. */
  private async neededBy(folder: string): Promise<ReadonlySet<number>> {
    const known = this.needs.get(folder);
    if (known) return known;
    const { operators } = parseMetadata(await this.text(`${folder}/${metadataFile}`));
    const files = operators.flatMap(({ subtasks }) => subtasks.flatMap(({ earlier }) => earlier ?? []));
    const needed = new Set(files.flatMap(({ path }) => checkpointBeside(path) ?? []));
    this.needs.set(folder, needed);
    return needed;
  }

  /** Removes its record last: what a crash half-way leaves of a run without one, nobody would ever remove. */
  private async removeRun(run: string): Promise<void> {
    const names = (await this.storage.list(run)).filter((name) => name !== runFile);
    for (const name of names) {
      const path = `${run}/${name}`;
      await (checkpointOf(name) === undefined ? this.storage.remove(path) : this.remove(path));
    }
    await this.storage.remove(run);
  }

  /** Removes the metadata first, so that a crash half-way leaves no checkpoint that looks complete. */
  private async remove(folder: string): Promise<void> {
    await this.storage.remove(`${folder}/${metadataFile}`);
    await this.storage.remove(folder);
    this.needs.delete(folder);
  }

  /** The job's runs, newest first, and what is wrong with the records that cannot be read. */
  private async runs(): Promise<{
    readonly runs: readonly { readonly name: string; readonly record: RunRecord }[];
    readonly damaged: string[];
  }> {
    const runs: { name: string; record: RunRecord }[] = [];
    const damaged: string[] = [];
    for (const name of await this.storage.list('.')) {
      if (!(await this.storage.list(name)).includes(runFile)) continue;
      const path = `${name}/${runFile}`;
      const record = await soundOrDamage(async () => soundRecord(await this.text(path)));
      if (typeof record === 'string') damaged.push(`${path}: ${record}`);
      else if (record.job === this.job) runs.push({ name, record });
    }
    return { runs: runs.sort((a, b) => b.record.started - a.record.started), damaged };
  }

  /** Ids of a run's completed checkpoints, newest first. */
  private async completed(run: string): Promise<number[]> {
    const ids: number[] = [];
    for (const name of await this.storage.list(run)) {
      const checkpoint = checkpointOf(name);
      if (checkpoint === undefined) continue;
      if ((await this.storage.list(`${run}/${name}`)).includes(metadataFile)) ids.push(checkpoint);
    }
    return ids.sort((a, b) => b - a);
  }

  /** What a sound checkpoint holds, or what is wrong with it. Reads all files and compares their checksums. */
  private contentOrDamage(folder: string): Promise<Pick<Restorable, 'metadata' | 'files'> | string> {
    return soundOrDamage(async () => {
      const metadata = soundMetadata(await this.text(`${folder}/${metadataFile}`));
      const files = new Map<string, RestoredFile>();
      for (const { subtasks } of metadata.operators) {
        for (const file of subtasks.flatMap(filesOf)) {
          files.set(file.path, await this.soundFile(folder, file));
        }
      }
      return { metadata, files };
    });
  }

  /** @throws Error when the file is not as it was written. */
  private async soundFile(folder: string, file: StateFile): Promise<RestoredFile> {
    const path = posix.join(folder, file.path);
    const memory = this.openMemory();
    try {
      const intake = await this.storage.readPieces(path, file.bytes, () => new FileIntake(file, memory));
      return intake.end();
    } finally {
      memory.close();
    }
  }

  private async text(path: string): Promise<string> {
    return new TextDecoder().decode(await this.storage.read(path, textBytesMax));
  }
}

/** Of which checkpoint a folder in a run's is; `undefined` for what is none. */
function checkpointOf(name: string): number | undefined {
  const id = /^chk-(\d+)$/.exec(name)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Of which run a checkpoint's folder is; `undefined` for a savepoint's. */
function inRun(folder: string): { readonly run: string; readonly checkpoint: number } | undefined {
  const [run = '', name = '', ...deeper] = folder.split('/');
  const checkpoint = checkpointOf(name);
  return run === '' || checkpoint === undefined || deeper.length > 0 ? undefined : { run, checkpoint };
}

/** @throws Error */
function soundRecord(text: string): RunRecord {
  try {
    return parseRunRecord(text);
  } catch (error) {
    throw error instanceof SyntaxError ? new Error('it is damaged', { cause: error }) : error;
  }
}

/** @throws Error that names the file. */
function soundMetadata(text: string): CheckpointMetadata {
  if (text.startsWith(magicOfFlink)) {
    throw new Error(`${metadataFile} is one of Flink, which only Flink restores`);
  }
  try {
    return parseMetadata(text);
  } catch (error) {
    // What JSON.parse says repeats what it met.
    const wrong = error instanceof SyntaxError ? 'it is damaged' : messageOf(error);
    throw new Error(`${metadataFile}: ${wrong}`, { cause: error });
  }
}

/**
 * What `work` gives, or what is wrong with what it reads. A storage that cannot be reached has not damaged anything.
 *
 * @throws StorageError when the storage cannot be reached.
 */
async function soundOrDamage<Result extends object>(work: () => Promise<Result>): Promise<Result | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError && error.isTransient) throw error;
    return messageOf(error);
  }
}
