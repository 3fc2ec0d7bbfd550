import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { CheckpointHistory, Restorable } from '../checkpoint/history.js';
import type { RunRecord } from '../checkpoint/metadata.js';
import { RestartStrategy } from '../checkpoint/restartStrategy.js';
import { messageOf, RunError } from '../errors.js';
import type { Graph } from '../pipeline/graph.js';
import { openStorage } from '../storage/openStorage.js';
import { duringRun } from '../storage/retry.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { parseStorageUri, type StorageLocation } from '../storage/storageUri.js';
import { Attempt, type AttemptEnd } from './attempt.js';
import { clockSince, type Epoch } from './clock.js';
import type { PipelineSettings } from './messages.js';
import { planOf, type Plan } from './plan.js';
import { Recorder } from './recorder.js';
import { recordedRun, recordedSubtasks } from './recordedRun.js';
import { historyOf, rescaledOperators, restoredNotice } from './restore.js';
import { RunCheckpoints } from './runCheckpoints.js';
import type { RunListener, RunOutcome, RunSettings } from './runSettings.js';
import { allocateEvents, type SharedMemory } from './sharedMemory.js';
import type { SavepointResult } from './savepoint.js';
import { clearSinks } from './sinkFolders.js';
import { StorageNotices } from './storageNotices.js';

export interface JobParts {
  readonly settings: RunSettings;
  readonly listener: RunListener;
  readonly pipeline: PipelineSettings;
  readonly graph: Graph;
  readonly epoch: Epoch;
  readonly run: string;
  readonly record: RunRecord;
  readonly restore: Restorable | undefined;
}

/** A run over all its attempts: one, and one more after each failure from which its restart strategy lets it recover. */
export class JobRun {
  private readonly plan: Plan;
  private readonly events: SharedMemory['events'];
  private readonly now: () => number;
  private readonly notices: StorageNotices;
  private readonly history: CheckpointHistory;
  private readonly recorder: Recorder;
  private readonly checkpoints: RunCheckpoints;
  private readonly strategy: RestartStrategy;
  /** Aborted when the run is to end, so that nobody waits for a storage that is away, or for a restart. */
  private readonly ending = new AbortController();
  private stopped: RunOutcome | undefined;
  private attempt: Attempt | undefined;
  private isBegun = false;

  constructor(readonly parts: JobParts) {
    const { graph, epoch, settings, listener, run, record, restore } = parts;
    const { notice } = listener;
    this.plan = planOf(graph);
    this.events = settings.trace === undefined ? [] : allocateEvents(this.plan);
    this.now = clockSince(epoch);
    this.strategy = new RestartStrategy(settings.restart, Math.random);
    const location = parseStorageUri(settings.storage);
    this.notices = new StorageNotices(location.uri, notice);
    // As many wait as there are requests at once.
    setMaxListeners(0, this.ending.signal);
    const storage = this.open(location);
    this.history = historyOf(storage, graph);
    this.recorder = new Recorder(
      settings.trace !== undefined && {
        file: settings.trace,
        events: this.events,
        subtasks: recordedSubtasks(this.plan),
        trace: recordedRun(graph, settings, epoch),
      },
      notice,
    );
    const { plan, recorder, now } = this;
    const first = (restore?.metadata.checkpoint ?? 0) + 1;
    this.checkpoints = new RunCheckpoints({
      ...{ settings, listener, graph, epoch, run, record, storage, first },
      ...{ plan, recorder, now },
    });
  }

  async run(signal: AbortSignal): Promise<RunOutcome> {
    const cancel = (): void => this.stop('cancelled');
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    const end = await this.allAttempts();
    signal.removeEventListener('abort', cancel);
    await this.checkpoints.removeUnfinished();
    const unwritten = await this.recorder.end({
      type: 'runEnded',
      ...('failure' in end ? { state: 'failed', failure: end.failure } : { state: end.state }),
    });
    if ('failure' in end) throw new RunError(end.failure);
    if (unwritten !== undefined) throw new RunError(unwritten);
    return end.state;
  }

  /** Takes a savepoint into the folder or storage `to`, or that of the checkpoints, beside what goes on. */
  async savepoint(to: string | undefined, stop: boolean): Promise<SavepointResult> {
    try {
      const location = parseStorageUri(to ?? this.parts.settings.storage);
      const target = { location, storage: this.open(location) };
      return (await this.attempt?.savepoint(target, stop)) ?? { failure: 'the run has not begun' };
    } catch (error) {
      return { failure: messageOf(error) };
    }
  }

  /** Ends the run as it stands. */
  stop(state: RunOutcome): void {
    this.stopped ??= state;
    this.attempt?.end(state);
    this.ending.abort();
  }

  private open(location: StorageLocation): CheckpointStorage {
    const { notices } = this;
    const { retrying: onRetry } = notices;
    return openStorage(location, process.env, {
      retries: { policy: duringRun, onRetry, lastTry: this.ending.signal },
      onSilence: (host, since, limit) => notices.silent(host, since, limit, duringRun.tries),
    });
  }

  private async allAttempts(): Promise<AttemptEnd> {
    const { restore } = this.parts;
    let end = await this.oneAttempt(() => Promise.resolve(restore));
    while (end.restartAfterMs !== undefined) {
      await delay(end.restartAfterMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (this.stopped !== undefined) return { state: this.stopped };
      end = await this.oneAttempt(() => this.latestPoint());
    }
    return end;
  }

  private async oneAttempt(
    restore: () => Promise<Restorable | undefined>,
  ): Promise<AttemptEnd & { readonly restartAfterMs?: number }> {
    const { settings, listener, pipeline, graph, epoch, run } = this.parts;
    const { plan, events, recorder, checkpoints, notices, now } = this;
    const attempt = new Attempt({
      ...{ settings, listener, pipeline, graph, epoch, run, restore },
      ...{ plan, events, recorder, checkpoints, notices, now },
      begun: (restored) => this.begun(restored),
    });
    this.attempt = attempt;
    if (this.stopped !== undefined) attempt.end(this.stopped);
    const end = await attempt.ended;
    const restartAfterMs = 'failure' in end ? this.strategy.failed(now()) : undefined;
    if (!('failure' in end) || restartAfterMs === undefined) {
      this.ending.abort();
      await attempt.close();
      return end;
    }
    recorder.report({ type: 'restarting', time: now(), failure: end.failure });
    listener.restarting(end.failure, restartAfterMs);
    await attempt.close();
    checkpoints.allFailed('the pipeline failed and restarts');
    return { ...end, restartAfterMs };
  }

  private begun(restored: Restorable | undefined): void {
    const { listener, graph, settings } = this.parts;
    this.recorder.report({ type: 'begun', time: this.now(), checkpoint: restored?.metadata.checkpoint });
    if (restored) listener.notice(restoredNotice(restored), 'info');
    const rescaled = restored ? rescaledOperators(restored, graph) : '';
    if (rescaled !== '') listener.notice(`State is shared out anew: ${rescaled} subtasks.`, 'info');
    if (this.isBegun) return;
    this.isBegun = true;
    if (settings.durationMs !== Infinity) {
      setTimeout(() => this.stop('finished'), settings.durationMs).unref();
    }
    listener.started(graph.job);
  }

  /** What a restart goes back to: the newest checkpoint of the run, else what it had started from. */
  private async latestPoint(): Promise<Restorable | undefined> {
    const { run, restore, listener, graph } = this.parts;
    const point = await this.history.latestOf(run, restore, this.checkpoints.stored);
    for (const skipped of point?.passedOver ?? []) {
      listener.notice(`Passed over a damaged checkpoint: ${skipped}.`);
    }
    if (!point) {
      listener.notice('The run has completed no checkpoint yet: starting from the beginning.', 'info');
    }
    clearSinks(graph, point?.metadata);
    return point;
  }
}
