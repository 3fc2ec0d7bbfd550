import { createHash } from 'node:crypto';
import { messageOf, RunError } from '../errors.js';
import type { CheckpointStorage } from '../storage/storage.js';
import {
  checkpointFolder,
  metadataFile,
  parseMetadata,
  runFile,
  type CheckpointMetadata,
  type RunRecord,
} from './metadata.js';

/** Completed checkpoints that are kept of a run. */
const retainedMax = 3;

/** A sound checkpoint to start from. */
export interface Restorable {
  /** Relative to the storage. */
  readonly folder: string;
  readonly metadata: CheckpointMetadata;
  /** Newer checkpoints that were passed over, each with the reason. */
  readonly passedOver: readonly string[];
}

/** What a storage folder holds of a job's earlier runs. */
export class CheckpointHistory {
  constructor(
    private readonly storage: CheckpointStorage,
    private readonly job: string,
  ) {}

  /**
   * The newest sound checkpoint of the last run, or the one that it had started from; `undefined` when the last run
   * had started afresh and completed none. Damaged ones are passed over.
   *
   * @throws RunError when there are checkpoints and none of them is sound.
   */
  async latest(): Promise<Restorable | undefined> {
    const [last] = await this.runs();
    if (!last) return undefined;
    const folders = (await this.completed(last.name)).map((id) => checkpointFolder(last.name, id));
    if (last.record.restoredFrom !== undefined) folders.push(last.record.restoredFrom);
    const passedOver: string[] = [];
    for (const folder of folders) {
      const damage = await this.damageOf(folder);
      if (typeof damage !== 'string') return { folder, metadata: damage, passedOver };
      passedOver.push(`${folder}: ${damage}`);
    }
    if (passedOver.length === 0) return undefined;
    throw new RunError(`No checkpoint in ${this.storage.uri} is sound. ${passedOver.join('; ')}.`);
  }

  /** One checkpoint, by its folder. @throws RunError when it is not sound. */
  async at(folder: string): Promise<Restorable> {
    const found = await this.damageOf(folder);
    if (typeof found === 'string') {
      throw new RunError(`The checkpoint ${folder} cannot be restored: ${found}.`);
    }
    return { folder, metadata: found, passedOver: [] };
  }

  /** Writes down that a run has begun. */
  async begin(run: string, record: RunRecord): Promise<void> {
    await this.storage.publish(`${run}/${runFile}`, JSON.stringify(record));
  }

  /**
   * Removes what is superseded by a completed checkpoint of `run`: its own oldest ones, and the earlier runs of the
   * job that have ended.
   */
  async retain(run: string, isAlive: (pid: number) => boolean): Promise<void> {
    const ids = await this.completed(run);
    for (const id of ids.slice(retainedMax)) await this.remove(checkpointFolder(run, id));
    for (const { name, record } of await this.runs()) {
      if (name !== run && !isAlive(record.pid)) await this.remove(name);
    }
  }

  /** Removes the metadata first, so that a crash half-way leaves no checkpoint that looks complete. */
  private async remove(folder: string): Promise<void> {
    await this.storage.remove(`${folder}/${metadataFile}`);
    await this.storage.remove(folder);
  }

  /** The job's runs, newest first. */
  private async runs(): Promise<{ readonly name: string; readonly record: RunRecord }[]> {
    const runs: { name: string; record: RunRecord }[] = [];
    for (const name of await this.storage.list('.')) {
      const files = await this.storage.list(name).catch((): string[] => []);
      if (!files.includes(runFile)) continue;
      const record = JSON.parse(await this.text(`${name}/${runFile}`)) as RunRecord;
      if (record.job === this.job) runs.push({ name, record });
    }
    return runs.sort((a, b) => b.record.started - a.record.started);
  }

  /** Ids of a run's completed checkpoints, newest first. */
  private async completed(run: string): Promise<number[]> {
    const ids: number[] = [];
    for (const name of await this.storage.list(run)) {
      const id = /^chk-(\d+)$/.exec(name)?.[1];
      if (id !== undefined && (await this.storage.list(`${run}/${name}`)).includes(metadataFile)) {
        ids.push(Number(id));
      }
    }
    return ids.sort((a, b) => b - a);
  }

  /** The metadata of a sound checkpoint, or what is wrong with it. Reads all files and compares their checksums. */
  private async damageOf(folder: string): Promise<CheckpointMetadata | string> {
    try {
      const metadata = parseMetadata(await this.text(`${folder}/${metadataFile}`));
      for (const file of metadata.operators.flatMap(({ subtasks }) =>
        subtasks.flatMap((part) => part.file ?? []),
      )) {
        const bytes = await this.storage.read(`${folder}/${file.path}`);
        if (bytes.length !== file.bytes) return `${file.path} has ${bytes.length} bytes, not ${file.bytes}`;
        if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
          return `${file.path} is damaged`;
        }
      }
      return metadata;
    } catch (error) {
      return messageOf(error);
    }
  }

  private async text(path: string): Promise<string> {
    return new TextDecoder().decode(await this.storage.read(path));
  }
}
