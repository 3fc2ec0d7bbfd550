import { posix } from 'node:path';
import {
  Coordinator,
  filesOf,
  type CoordinatorEvent,
  type Effect,
} from '../../src/engine/checkpoint/coordinator.js';
import { FileChains } from '../../src/engine/checkpoint/fileChains.js';
import {
  checkpointFolder,
  metadataFile,
  seal,
  type CheckpointMetadata,
} from '../../src/engine/checkpoint/metadata.js';
import { checkpointMetadata } from '../../src/engine/runtime/checkpointMetadata.js';
import type { Plan } from '../../src/engine/runtime/plan.js';
import { savepointFolder } from '../../src/engine/runtime/savepoint.js';
import type { Command, SubtaskEvent } from '../../src/engine/task/commands.js';
import { checkComplete } from './completeness.js';
import type { ProcessSettings, Surroundings } from './processSettings.js';

/** Reaches the subtasks, by their indices. */
export type Send = (subtask: number, command: Command) => void;

/** A checkpoint that is complete in the storage. */
export interface Published {
  readonly folder: string;
  readonly metadata: CheckpointMetadata;
}

/** The main thread of a simulated process: the coordinator, and what carries out its decisions. */
export class SimulatedMain {
  /** Whether or not the coordinator heard of it. */
  readonly published: Published[] = [];
  /** The savepoint that was taken, if so. */
  savepoint: Published | undefined;
  /** What happened, counted. */
  readonly happened = new Map<string, number>();
  /** Where the ids go on. */
  next: number;
  private publication: ((isTorn: boolean) => void) | undefined;
  readonly aborted = new Set<number>();
  end: 'finished' | 'failed' | 'stopped' | undefined;
  private readonly chains: FileChains;
  private readonly coordinator: Coordinator;
  private readonly sources: readonly number[];
  private readonly savepoints = new Set<number>();
  private readonly underWay = new Set<number>();
  private isStopping = false;
  private isFileGone = false;

  constructor(
    private readonly world: Surroundings,
    private readonly settings: ProcessSettings,
    private readonly plan: Plan,
    private readonly send: Send,
  ) {
    const { graph, intervalMs, minPauseMs, timeoutMs, tolerableFailures, firstCheckpoint } = settings;
    const { maxConcurrent, alignedTimeoutMs } = settings;
    const unaligned = alignedTimeoutMs !== Infinity;
    this.chains = new FileChains(maxConcurrent);
    this.next = firstCheckpoint;
    this.sources = plan.subtasks
      .filter(({ operator }) => graph.operators[operator]!.operator.kind === 'source')
      .map(({ index }) => index);
    const subtaskCount = plan.subtasks.length;
    const sourceCount = this.sources.length;
    this.coordinator = new Coordinator(
      {
        ...{ intervalMs, minPauseMs, timeoutMs, tolerableFailures, firstCheckpoint },
        ...{ checkpointsMax: Infinity, subtaskCount, sourceCount, maxConcurrent, unaligned },
        nameLate: (_, subtasks) => `${subtasks.length} subtasks`,
      },
      world.clock.now,
    );
  }

  get wakeAt(): number {
    return this.coordinator.wakeAt;
  }

  get isPublishing(): boolean {
    return this.publication !== undefined;
  }

  /** Ends the publication under way, if there is one; torn before its rename, nobody is left to hear of it. */
  endPublication(isTorn = false): void {
    const publish = this.publication;
    // The next one may begin with what this one says.
    this.publication = undefined;
    publish?.(isTorn);
  }

  isSavepoint(checkpoint: number): boolean {
    return this.savepoints.has(checkpoint);
  }

  /** The folder that the files of a checkpoint go to. */
  folderOf(checkpoint: number): string {
    const { run } = this.settings;
    return this.savepoints.has(checkpoint)
      ? savepointFolder(run, checkpoint)
      : checkpointFolder(run, checkpoint);
  }

  hear(subtask: number, event: SubtaskEvent): void {
    if (event.type === 'acknowledged') {
      const { checkpoint, state } = event;
      this.decide({ type: 'acknowledged', checkpoint, subtask, acknowledgement: state ? { state } : {} });
    } else if (event.type === 'declined') this.decide(event);
    else if (event.type === 'sourceExhausted') this.decide({ type: 'sourceExhausted', subtask });
    else this.decide({ type: 'subtaskFinished', subtask });
  }

  decide(event: CoordinatorEvent): void {
    if (event.type === 'acknowledged' && this.aborted.has(event.checkpoint)) {
      this.count('a late acknowledgement');
    }
    for (const effect of this.coordinator.handle(event, this.world.clock.now)) this.carryOut(effect);
  }

  private count(what: string): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
  }

  private sendToAll(command: Command): void {
    for (const { index } of this.plan.subtasks) this.send(index, command);
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'trigger':
        this.trigger(effect);
        break;
      case 'abort':
        this.count(`given up: ${effect.reason.replaceAll(/\d+(\.\d+)?/g, 'n')}`);
        this.aborted.add(effect.checkpoint);
        this.underWay.delete(effect.checkpoint);
        this.sendToAll({ type: 'abortCheckpoint', checkpoint: effect.checkpoint });
        break;
      case 'publish':
        if (this.publication) throw new Error('two publications are under way');
        this.publication = (isTorn) => this.publish(effect, isTorn);
        break;
      case 'complete':
        this.sendToAll({ type: 'completeCheckpoint', checkpoint: effect.checkpoint });
        break;
      case 'savepointTaken':
        this.count('a savepoint');
        this.savepoint = this.published.find(({ metadata }) => metadata.checkpoint === effect.checkpoint);
        break;
      case 'savepointFailed':
        this.count('a savepoint that failed');
        break;
      case 'stopSubtasks':
        this.isStopping = true;
        this.sendToAll({ type: 'stop' });
        break;
      case 'finishSources':
        for (const source of this.sources) this.send(source, { type: 'finish' });
        break;
      case 'end':
        this.end = this.isStopping ? 'stopped' : 'finished';
        break;
      case 'fail':
        this.count('failed: too many failed checkpoints');
        this.end = 'failed';
    }
  }

  private trigger({ checkpoint, savepoint, final }: Extract<Effect, { type: 'trigger' }>): void {
    this.next = checkpoint + 1;
    this.underWay.add(checkpoint);
    if (this.underWay.size > 1) {
      this.count(savepoint ? 'a savepoint beside a checkpoint' : 'checkpoints at once');
    }
    if (savepoint) this.savepoints.add(checkpoint);
    const overtakeAt = final || savepoint ? Infinity : this.world.clock.now + this.settings.alignedTimeoutMs;
    const suspend = savepoint?.stop ?? false;
    for (const source of this.sources) {
      this.send(source, { type: 'triggerCheckpoint', checkpoint, overtakeAt, suspend });
    }
  }

  /** A publication may fail before anything is written, or when only the answer is lost. */
  private publish(
    { checkpoint, acknowledgements }: Extract<Effect, { type: 'publish' }>,
    isTorn: boolean,
  ): void {
    const { schedule, storage, clock, files: results } = this.world;
    this.underWay.delete(checkpoint);
    const { graph, publicationFailsOnceIn } = this.settings;
    const fails = schedule.onceIn(publicationFailsOnceIn);
    const kind = this.savepoints.has(checkpoint) ? ('savepoint' as const) : ('checkpoint' as const);
    const folder = this.folderOf(checkpoint);
    const whole = this.chains.withEarlier(acknowledgements);
    if (typeof whole === 'string') {
      if (!this.isFileGone) throw new Error(whole);
      this.baseGone(checkpoint, kind);
      return;
    }
    if (kind === 'checkpoint') this.chains.add(checkpoint, whole);
    const files = [...whole.values()].flatMap(filesOf);
    if (files.some(({ path }) => !storage.files.has(posix.join(folder, path)))) {
      this.baseGone(checkpoint, kind);
      return;
    }
    if (!fails || schedule.onceIn(2)) {
      const acknowledged = { checkpoint, kind, triggered: clock.now, acknowledgements: whole };
      const metadata = checkpointMetadata(graph, this.plan, acknowledged);
      checkComplete(storage, folder, metadata, graph);
      const text = seal(metadata);
      if (isTorn) {
        this.count('torn metadata');
        storage.put(`${folder}/${metadataFile}.inprogress`, text.slice(0, schedule.oneOf(text.length)));
        return;
      }
      storage.put(`${folder}/${metadataFile}`, text);
      results.promise(metadata);
      this.published.push({ folder, metadata });
    }
    this.decide(
      fails
        ? { type: 'declined', checkpoint, reason: 'the storage failed' }
        : { type: 'published', checkpoint },
    );
  }
  /** A file is gone: as `RunCheckpoints` and its attempt do. */
  private baseGone(checkpoint: number, kind: 'checkpoint' | 'savepoint'): void {
    this.isFileGone = true;
    if (kind === 'checkpoint') {
      this.chains.forgetAll();
      this.sendToAll({ type: 'buildAnew' });
    }
    this.decide({ type: 'declined', checkpoint, reason: 'a file was removed' });
  }
}
