import type { Checkpoint } from '../../trace/model.js';
import { bytesOf, filesOf, ownFilesOf, type Acknowledgement } from '../checkpoint/coordinator.js';
import { FileChains } from '../checkpoint/fileChains.js';
import { checkpointFolder, metadataFile, runFile, seal, type RunRecord } from '../checkpoint/metadata.js';
import { missingFile } from '../checkpoint/missingFile.js';
import { RunFolders } from '../checkpoint/runFolders.js';
import { mayBeAlive } from '../control/livingProcess.js';
import { messageOf } from '../errors.js';
import type { Graph } from '../pipeline/graph.js';
import { placeIn } from '../storage/attempt.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { checkpointMetadata } from './checkpointMetadata.js';
import type { Epoch } from './clock.js';
import type { Plan } from './plan.js';
import type { Recorder } from './recorder.js';
import type { RunListener, RunSettings } from './runSettings.js';
import { savepointFolder, type SavepointTarget } from './savepoint.js';

export interface RunCheckpointsParts {
  readonly settings: RunSettings;
  readonly listener: RunListener;
  readonly graph: Graph;
  readonly plan: Plan;
  readonly epoch: Epoch;
  readonly run: string;
  readonly record: RunRecord;
  readonly storage: CheckpointStorage;
  readonly recorder: Recorder;
  readonly now: () => number;
  /** The id of the first. */
  readonly first: number;
}

/** Where a checkpoint's files lie. */
interface Place {
  readonly kind: Checkpoint['kind'];
  readonly storage: CheckpointStorage;
  /** Relative to the storage. */
  readonly folder: string;
}

export interface PublicationFailure {
  readonly reason: string;
  /** Whether files are gone on which the next checkpoint would have built. */
  readonly isBaseGone: boolean;
}

/** The checkpoints of a run over all its attempts: what is recorded, said and stored of each. */
export class RunCheckpoints {
  /** The id of the next one. Ids go on over a restart, so that nothing is ever written over. */
  next: number;
  /** Savepoints are not counted. */
  completed = 0;
  /** The ids of the completed ones that are to be there still. */
  readonly stored = new Set<number>();
  private readonly chains: FileChains;
  private readonly folders: RunFolders;
  /** The newest that is complete; 0 for none. */
  private newest = 0;
  private readonly triggeredAt = new Map<number, number>();
  /** Those under way, each with the newest that was complete then: it may build on that and on later ones. */
  private readonly underWay = new Map<number, number>();
  /** Those that have left something in the storage and are not complete. */
  private readonly unfinished = new Map<number, Place>();
  /** Those of them that failed since they were last looked for. */
  private failedOnes: number[] = [];
  private removal: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RunCheckpointsParts) {
    this.next = parts.first;
    this.chains = new FileChains(parts.settings.maxConcurrent);
    this.folders = new RunFolders(parts.storage, parts.graph.job);
  }

  /** Gives when that was, ms since the epoch. */
  triggered(checkpoint: number, savepoint?: SavepointTarget): number {
    const { run, storage, now, recorder } = this.parts;
    const time = now();
    this.next = checkpoint + 1;
    this.triggeredAt.set(checkpoint, time);
    this.underWay.set(checkpoint, this.newest);
    const place = savepoint
      ? { kind: 'savepoint' as const, storage: savepoint.storage, folder: savepointFolder(run, checkpoint) }
      : { kind: 'checkpoint' as const, storage, folder: checkpointFolder(run, checkpoint) };
    this.unfinished.set(checkpoint, place);
    recorder.report({ type: 'triggered', checkpoint, kind: place.kind, time });
    return time;
  }

  failed(checkpoint: number, failure: string): void {
    const time = this.parts.now();
    this.underWay.delete(checkpoint);
    this.failedOnes.push(checkpoint);
    this.parts.recorder.report({ type: 'ended', checkpoint, status: 'failed', time, bytes: 0, failure });
    this.ended(checkpoint, time, failure);
  }

  /** Whatever is still under way will never be complete. */
  allFailed(failure: string): void {
    for (const checkpoint of [...this.underWay.keys()]) this.failed(checkpoint, failure);
  }

  /** Writes the metadata, which makes the checkpoint complete. @returns why it could not, if so. */
  async publish(
    checkpoint: number,
    acknowledgements: ReadonlyMap<number, Acknowledgement>,
  ): Promise<PublicationFailure | undefined> {
    const { graph, plan, epoch, now, recorder } = this.parts;
    const { kind, storage, folder } = this.unfinished.get(checkpoint)!;
    const triggered = epoch.unixMs + this.triggeredAt.get(checkpoint)!;
    const whole = this.chains.withEarlier(acknowledgements);
    if (typeof whole === 'string') return this.baseGone(whole);
    const metadata = checkpointMetadata(graph, plan, {
      checkpoint,
      kind,
      triggered,
      acknowledgements: whole,
    });
    if (kind === 'checkpoint') this.chains.add(checkpoint, whole);
    try {
      const missing = await missingFile(storage, folder, [...whole.values()].flatMap(filesOf));
      if (missing !== undefined) {
        const reason = `${placeIn(storage.uri, missing)} was written and is gone: it was removed`;
        return kind === 'checkpoint' ? this.baseGone(reason) : { reason, isBaseGone: false };
      }
      await storage.publish(`${folder}/${metadataFile}`, seal(metadata));
    } catch (error) {
      return { reason: messageOf(error), isBaseGone: false };
    }
    this.underWay.delete(checkpoint);
    this.unfinished.delete(checkpoint);
    if (kind === 'checkpoint') {
      this.completed++;
      this.stored.add(checkpoint);
      this.newest = Math.max(this.newest, checkpoint);
    }
    const time = now();
    const bytes = bytesOf([...whole.values()].flatMap(ownFilesOf));
    const fullBytes = bytesOf([...whole.values()].flatMap(filesOf));
    recorder.report({ type: 'ended', checkpoint, status: 'completed', time, bytes, fullBytes });
    this.ended(checkpoint, time, undefined);
    return undefined;
  }

  /** Who removed one file has removed others: nothing that was written before is trusted to be there. */
  private baseGone(reason: string): PublicationFailure {
    this.chains.forgetAll();
    return { reason, isBaseGone: true };
  }

  private ended(checkpoint: number, time: number, failure: string | undefined): void {
    this.parts.listener.checkpointEnded(checkpoint, time - this.triggeredAt.get(checkpoint)!, failure);
    this.triggeredAt.delete(checkpoint);
  }

  /** Removes what the newest checkpoint supersedes, and what failed ones have left; one removal after the other. */
  removeSuperseded(): Promise<void> {
    this.removal = this.removal.then(() => this.remove());
    return this.removal;
  }

  private async remove(): Promise<void> {
    const { run, record, settings, storage, listener } = this.parts;
    const failed = this.failedOnes;
    this.failedOnes = [];
    // What their uploads still write is looked for once more at the end.
    for (const checkpoint of failed) await this.removeLeftovers(checkpoint);
    try {
      const was = await this.folders.beginAgain(run, record);
      const place = placeIn(storage.uri, run);
      if (was === 'removed') {
        listener.notice(`${place} was removed while it was in use: what a restore needs is written anew.`);
      } else if (was === 'damaged') {
        listener.notice(`${place}/${runFile} was damaged while it was in use: it is written anew.`);
      }
      const builtOnFrom = Math.min(...this.underWay.values());
      const removed = await this.folders.retain(run, settings.retained, mayBeAlive, builtOnFrom);
      this.chains.forget(removed);
      for (const checkpoint of removed) this.stored.delete(checkpoint);
      for (const unknown of this.folders.newlyUnknown(run)) {
        listener.notice(
          `${unknown}. Whose run that is cannot be told, so it is never removed: remove its folder once no run needs it.`,
        );
      }
    } catch (error) {
      listener.notice(`Old checkpoints could not be removed: ${messageOf(error)}.`);
    }
  }

  /** What an unfinished checkpoint has left in the storage is of no use to anyone. */
  async removeUnfinished(): Promise<void> {
    await this.removal;
    for (const checkpoint of this.unfinished.keys()) await this.removeLeftovers(checkpoint);
  }

  private async removeLeftovers(checkpoint: number): Promise<void> {
    const { storage, folder } = this.unfinished.get(checkpoint)!;
    // One whose publication failed may be complete all the same: the answer was lost.
    const files = await storage.list(folder).catch(() => [metadataFile]);
    if (!files.includes(metadataFile)) await storage.remove(folder).catch(() => undefined);
  }
}
