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
  checkpointOf,
  inRun,
  metadataFile,
  parseMetadata,
  runFile,
  seal,
  type CheckpointMetadata,
  type RunRecord,
} from './metadata.js';
import { isRefusal, notAllowed } from './refusal.js';
import { soundMetadata, soundOrDamage, soundRecord } from './soundness.js';

/** Longest `_metadata` and `_run.json`: what a hundred thousand subtasks might say. */
const textBytesMax = 256 << 20;

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

/** A folder that is or may be a checkpoint's, relative to the storage. */
interface Candidate {
  readonly folder: string;
  readonly hasMetadata: boolean;
  /** Whether it is known to have been complete, whatever is there of it now. */
  readonly wasComplete: boolean;
}

/** A run of which nobody can tell whose it is. */
interface UnknownRun {
  readonly name: string;
  readonly why: string;
  readonly isRefused: boolean;
}

/** What a storage folder holds of a job's earlier runs. */
export class CheckpointHistory {
  /** Which checkpoints a completed one needs, by its folder. */
  private readonly needs = new Map<string, ReadonlySet<number>>();
  /** As they were found last. */
  private unknown: readonly UnknownRun[] = [];
  private readonly namedUnknown = new Set<string>();

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
   * @param leftOut told of newer ones that have no metadata, and that nobody knows to have been complete
   * @throws RunError when there are checkpoints and none of them is sound, or when one may not be read.
   */
  async latest(
    elsewhere: (uri: string) => Promise<Restorable>,
    leftOut?: (folders: readonly string[]) => void,
  ): Promise<Restorable | undefined> {
    const {
      runs: [last],
      unknown,
    } = await this.runs();
    const newer = unknown.filter((run) => !last || startedByName(run) > last.record.started);
    const refused = newer.find(({ isRefused }) => isRefused);
    if (refused) throw notAllowed(refused.why);
    const passedOver = newer.map(({ name, why }) => `${name}/${runFile}: ${why}`);
    if (!last && passedOver.length === 0) return undefined;
    if (!last) throw this.noneSound(passedOver);
    const candidates = await this.candidates(last.name);
    const { restoredFrom } = last.record;
    const isElsewhere =
      restoredFrom !== undefined && (isAbsolute(restoredFrom) || restoredFrom.includes(':'));
    if (restoredFrom !== undefined && !isElsewhere) {
      candidates.push(...[restoredFrom, ...(await this.olderThan(restoredFrom))].map(completeCandidate));
    }
    const found = await this.firstSound(candidates, passedOver, leftOut);
    if (found) return found;
    if (isElsewhere) return { ...(await elsewhere(restoredFrom)), passedOver };
    if (passedOver.length === 0) return undefined;
    throw this.noneSound(passedOver);
  }

  /**
   * The newest sound checkpoint of one run, else what it had started from.
   *
   * @param complete ids of checkpoints that are complete, as the run knows itself
   * @throws RunError when nothing of it is sound.
   */
  async latestOf(
    run: string,
    origin: Restorable | undefined,
    complete: ReadonlySet<number> = new Set(),
  ): Promise<Restorable | undefined> {
    const passedOver: string[] = [];
    const found = await this.firstSound(await this.candidates(run, complete), passedOver);
    if (found) return found;
    if (origin) return { ...(await origin.readAgain()), passedOver };
    if (passedOver.length > 0) throw this.noneSound(passedOver);
    return undefined;
  }

  private async firstSound(
    candidates: readonly Candidate[],
    passedOver: string[],
    leftOut?: (folders: readonly string[]) => void,
  ): Promise<Restorable | undefined> {
    const builtOn = new Set<string>();
    const unfinished: string[] = [];
    const foundIn = async ({
      folder,
      hasMetadata,
      wasComplete,
    }: Candidate): Promise<Restorable | undefined> => {
      if (!hasMetadata) {
        if (!wasComplete && !builtOn.has(folder)) unfinished.push(folder);
        else passedOver.push(`${folder}: its ${metadataFile} was removed`);
        return undefined;
      }
      const found = await this.contentOrDamage(folder).catch((error: unknown) => {
        throw isRefusal(error) ? notAllowed(error.message) : error;
      });
      if (typeof found !== 'string') return this.restorable(folder, found, passedOver);
      passedOver.push(`${folder}: ${found}`);
      const needed = await this.neededBy(folder).catch(() => []);
      for (const id of needed) builtOn.add(checkpointFolder(posix.dirname(folder), id));
      return undefined;
    };
    let found: Restorable | undefined;
    for (const each of candidates) if (!found) found = await foundIn(each);
    if (unfinished.length > 0) leftOut?.(unfinished);
    return found;
  }

  private noneSound(passedOver: readonly string[]): RunError {
    return new RunError(
      `No checkpoint in ${this.storage.uri} is sound. ${passedOver.join('; ')}. ` +
        'Give one by its own folder, as in --restore STORAGE/run-…/chk-3, or start without --restore.',
    );
  }

  /** One checkpoint, by its folder. @throws RunError when it is not sound. */
  async at(folder: string): Promise<Restorable> {
    const found = await this.contentOrDamage(folder).catch((error: unknown) => {
      if (isRefusal(error)) return error.message;
      throw error;
    });
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

  /**
   * Writes it down again where somebody has removed it, or where {@link retain} found it damaged: without it no restore finds the run.
   *
   * @returns which of that was so, if any
   */
  async beginAgain(run: string, record: RunRecord): Promise<'removed' | 'damaged' | undefined> {
    const isThere = (await this.storage.list(run)).includes(runFile);
    const isDamaged = this.unknown.some(({ name, isRefused }) => name === run && !isRefused);
    if (isThere && !isDamaged) return undefined;
    // No storage but a folder lets it be written over.
    if (isThere) await this.storage.remove(`${run}/${runFile}`);
    await this.begin(run, record);
    return isThere ? 'damaged' : 'removed';
  }

  /**
   * Removes what is superseded by a completed checkpoint of `run`: its own oldest ones, and the earlier runs of the
   * job that have ended. The one that it goes on from stays until `run` has as many of its own as are retained: were its first
   * ones damaged, there would be none before them. A run of which nobody can tell whose it is stays.
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
    const { runs, unknown } = await this.runs();
    this.unknown = unknown;
    const own = runs.find(({ name }) => name === run);
    // Which one it goes on from is not known then.
    if (!own) return removed;
    const { restoredFrom = '' } = own.record;
    const needed = ids.length < retained ? [run, inRun(restoredFrom)?.run] : [run];
    for (const { name, record } of runs) {
      if (!needed.includes(name) && !isAlive(record)) await this.removeRun(name);
    }
    return removed;
  }

  /**
   * What is wrong with the records of runs that {@link retain} therefore left where they are: of each once, and of none that may not be
   * read, since it is another's.
   *
   * @param own the run that asks, which writes its own anew
   */
  newlyUnknown(own: string): readonly string[] {
    const news = this.unknown.filter(
      ({ name, isRefused }) => !isRefused && name !== own && !this.namedUnknown.has(name),
    );
    for (const { name } of news) this.namedUnknown.add(name);
    return news.map(({ name, why }) => `${placeIn(this.storage.uri, name)}/${runFile}: ${why}`);
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

  /** The job's runs, newest first, and those whose record cannot be read. */
  private async runs(): Promise<{
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
  private async completed(run: string): Promise<number[]> {
    const candidates = await this.candidates(run);
    return candidates
      .filter(({ hasMetadata }) => hasMetadata)
      .map(({ folder }) => checkpointOf(posix.basename(folder))!);
  }

  /** What there is or, by `complete`, was of a run's checkpoints, newest first. */
  private async candidates(run: string, complete: ReadonlySet<number> = new Set()): Promise<Candidate[]> {
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

/** When a run began by its folder's name, Unix time in ms; a name of another kind may be of any time. */
function startedByName({ name, isRefused }: UnknownRun): number {
  // Beside runs there may be folders that are nobody's here to read.
  return Number(/^run-(\d+)/.exec(name)?.[1] ?? (isRefused ? -Infinity : Infinity));
}

function completeCandidate(folder: string): Candidate {
  return { folder, hasMetadata: true, wasComplete: true };
}
