import { isAbsolute, posix } from 'node:path';
import { RunError } from '../errors.js';
import { filesOf, type StateFile } from './coordinator.js';
import type { RestoredFile } from '../state/filledState.js';
import { plainMemory, type SegmentSource } from '../state/memoryPool.js';
import { FileIntake } from './fileIntake.js';
import { placeIn } from '../storage/attempt.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { checkpointFolder, inRun, metadataFile, runFile, type CheckpointMetadata } from './metadata.js';
import { isRefusal, notAllowed } from './refusal.js';
import { soundMetadata, soundOrDamage } from './soundness.js';
import { StoredRuns, type Candidate, type UnknownRun } from './storedRuns.js';

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

/** What a job can go on from: the checkpoints of its earlier runs in a storage. */
export class CheckpointHistory {
  private readonly stored: StoredRuns;

  constructor(
    private readonly storage: CheckpointStorage,
    job: string,
    /** Opens memory for what is restored of a file. */
    private readonly openMemory: () => SegmentSource = () => plainMemory,
  ) {
    this.stored = new StoredRuns(storage, job);
  }

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
    } = await this.stored.runs();
    const newer = unknown.filter((run) => !last || startedByName(run) > last.record.started);
    const refused = newer.find(({ isRefused }) => isRefused);
    if (refused) throw notAllowed(refused.why);
    const passedOver = newer.map(({ name, why }) => `${name}/${runFile}: ${why}`);
    if (!last && passedOver.length === 0) return undefined;
    if (!last) throw this.noneSound(passedOver);
    const candidates = await this.stored.candidates(last.name);
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
    const found = await this.firstSound(await this.stored.candidates(run, complete), passedOver);
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
      const needed = await this.stored.neededBy(folder).catch(() => []);
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

  /** Folders of the completed checkpoints of the same run before that one, newest first; none before a savepoint. */
  private async olderThan(folder: string): Promise<string[]> {
    const from = inRun(folder);
    if (!from) return [];
    const ids = await this.stored.completed(from.run);
    return ids.filter((id) => id < from.checkpoint).map((id) => checkpointFolder(from.run, id));
  }

  /** What a sound checkpoint holds, or what is wrong with it. Reads all files and compares their checksums. */
  private contentOrDamage(folder: string): Promise<Pick<Restorable, 'metadata' | 'files'> | string> {
    return soundOrDamage(async () => {
      const metadata = soundMetadata(await this.stored.text(`${folder}/${metadataFile}`));
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
}

/** When a run began by its folder's name, Unix time in ms; a name of another kind may be of any time. */
function startedByName({ name, isRefused }: UnknownRun): number {
  // Beside runs there may be folders that are nobody's here to read.
  return Number(/^run-(\d+)/.exec(name)?.[1] ?? (isRefused ? -Infinity : Infinity));
}

function completeCandidate(folder: string): Candidate {
  return { folder, hasMetadata: true, wasComplete: true };
}
