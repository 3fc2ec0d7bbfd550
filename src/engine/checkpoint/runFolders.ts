import { placeIn } from '../storage/attempt.js';
import type { CheckpointStorage } from '../storage/storage.js';
import {
  checkpointFolder,
  checkpointOf,
  inRun,
  metadataFile,
  runFile,
  seal,
  type RunRecord,
} from './metadata.js';
import { StoredRuns, type UnknownRun } from './storedRuns.js';

/** The folders of a job's runs in a storage: begun, and removed once they are superseded. */
export class RunFolders {
  private readonly stored: StoredRuns;
  /** As they were found last. */
  private unknown: readonly UnknownRun[] = [];
  private readonly namedUnknown = new Set<string>();

  constructor(
    private readonly storage: CheckpointStorage,
    job: string,
  ) {
    this.stored = new StoredRuns(storage, job);
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
    const ids = await this.stored.completed(run);
    // It may have nothing but savepoints, to which no restart goes back.
    if (ids.length === 0) return [];
    const kept = new Set(ids.filter((id, newer) => newer < retained || id >= builtOnFrom));
    for (const id of [...kept]) {
      for (const needed of await this.stored.neededBy(checkpointFolder(run, id))) kept.add(needed);
    }
    const removed = ids.filter((id) => !kept.has(id));
    for (const id of removed) await this.remove(checkpointFolder(run, id));
    const { runs, unknown } = await this.stored.runs();
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
    this.stored.forget(folder);
  }
}
