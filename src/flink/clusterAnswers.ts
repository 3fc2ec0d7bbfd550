import type { CheckpointStatus } from '../trace/model.js';
import { isFields, isMoment, isWhole, type Fields } from '../trace/json/fields.js';

/** What a cluster says of itself. */
export interface FlinkOverview {
  /** As in `2.3.0`. */
  readonly version: string;
  readonly taskManagers: number;
  readonly slots: number;
  readonly freeSlots: number;
}

export interface FlinkJob {
  /** 32 hex digits. */
  readonly id: string;
  readonly name: string;
  /** Flink's word, as in `RUNNING`. */
  readonly state: string;
  /** Unix ms on the JobManager's clock, as all times here. */
  readonly startTime: number;
  /** Absent while it runs. */
  readonly endTime?: number;
  /** When its state or that of one of its tasks last changed. */
  readonly lastModification: number;
}

export interface CheckpointSummary {
  readonly id: number;
  readonly status: CheckpointStatus;
  /** Unix ms on the JobManager's clock. */
  readonly trigger: number;
  /** When it was completed or failed; absent while in progress. */
  readonly end?: number;
  readonly isSavepoint: boolean;
  /** What it stored anew. */
  readonly bytes: number;
  /** Why it failed, in Flink's words. */
  readonly failure?: string;
}

/** Jobs after which nothing comes, in Flink's words. A suspended one may be taken up by another JobManager. */
const terminalStates: readonly string[] = ['FINISHED', 'CANCELED', 'FAILED'];

export function isTerminal({ state }: { readonly state: string }): boolean {
  return terminalStates.includes(state);
}

/** Flink's version from `/config`; undefined where that is no answer of Flink. */
export function versionIn(config: unknown): string | undefined {
  return textIn(config, 'flink-version');
}

/** From `/overview` and the version. */
export function overviewIn(body: unknown, version: string): FlinkOverview {
  return {
    version,
    taskManagers: wholeIn(body, 'taskmanagers') ?? 0,
    slots: wholeIn(body, 'slots-total') ?? 0,
    freeSlots: wholeIn(body, 'slots-available') ?? 0,
  };
}

/** From `/jobs/overview`: entries that are none are left out. Undefined where that is no answer of Flink. */
export function jobsIn(body: unknown): readonly FlinkJob[] | undefined {
  return listIn(body, 'jobs')?.flatMap((entry) => {
    const id = textIn(entry, 'jid');
    const state = textIn(entry, 'state');
    if (id === undefined || !isJobId(id) || state === undefined) return [];
    const end = momentIn(entry, 'end-time') ?? -1;
    const startTime = momentIn(entry, 'start-time') ?? 0;
    return [
      {
        id,
        name: textIn(entry, 'name') ?? id,
        state,
        startTime,
        ...(end >= 0 && { endTime: end }),
        lastModification: momentIn(entry, 'last-modification') ?? startTime,
      },
    ];
  });
}

/** A job's or vertex's id becomes part of a path, so it must be what Flink says it is. */
export function isJobId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Entries of `history` in `/jobs/:id/checkpoints`, as they are; undefined where that is no answer of Flink. */
export function historyIn(body: unknown): readonly Fields[] | undefined {
  return listIn(body, 'history')?.filter(
    (entry): entry is Fields =>
      isFields(entry) &&
      isWhole(own(entry, 'id'), 0, Number.MAX_SAFE_INTEGER) &&
      statusIn(entry) !== undefined &&
      momentIn(entry, 'trigger_timestamp') !== undefined,
  );
}

/** One entry that {@link historyIn} let through. */
export function summaryOf(entry: Fields): CheckpointSummary {
  const status = statusIn(entry)!;
  const trigger = momentIn(entry, 'trigger_timestamp')!;
  const end = endOf(entry, status, trigger);
  const failure = textIn(entry, 'failure_message');
  return {
    id: own(entry, 'id') as number,
    status,
    trigger,
    ...(end !== undefined && { end }),
    isSavepoint: own(entry, 'is_savepoint') === true,
    bytes: wholeIn(entry, 'checkpointed_size') ?? wholeIn(entry, 'state_size') ?? 0,
    ...(failure !== undefined && { failure }),
  };
}

const statuses: ReadonlyMap<unknown, CheckpointStatus> = new Map<unknown, CheckpointStatus>([
  ['COMPLETED', 'completed'],
  ['FAILED', 'failed'],
  ['IN_PROGRESS', 'inProgress'],
]);

/** Of anything that says what became of a checkpoint: an entry of the history, its details, one vertex's part. */
export function statusIn(body: unknown): CheckpointStatus | undefined {
  return statuses.get(own(body, 'status'));
}

function endOf(entry: Fields, status: CheckpointStatus, trigger: number): number | undefined {
  if (status === 'inProgress') return undefined;
  const said = momentIn(entry, status === 'failed' ? 'failure_timestamp' : 'latest_ack_timestamp');
  if (said !== undefined && said >= 0) return said;
  const took = wholeIn(entry, 'end_to_end_duration');
  return took === undefined ? undefined : trigger + took;
}

/** The first line of Flink's `errors`: what follows is a stack trace. */
export function errorIn(body: unknown): string | undefined {
  const first = listIn(body, 'errors')?.find((error) => typeof error === 'string' && error.trim() !== '');
  return typeof first === 'string' ? first.trim().split('\n', 1)[0]!.slice(0, 500) : undefined;
}

export function textIn(body: unknown, name: string): string | undefined {
  const value = own(body, name);
  return typeof value === 'string' ? value : undefined;
}

export function listIn(body: unknown, name: string): readonly unknown[] | undefined {
  const value = own(body, name);
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}

export function fieldsIn(body: unknown, name: string): Fields | undefined {
  const value = own(body, name);
  return isFields(value) ? value : undefined;
}

export function wholeIn(body: unknown, name: string): number | undefined {
  const value = own(body, name);
  return isWhole(value, 0, Number.MAX_SAFE_INTEGER) ? value : undefined;
}

function momentIn(body: unknown, name: string): number | undefined {
  const value = own(body, name);
  return isMoment(value) ? value : undefined;
}

function own(body: unknown, name: string): unknown {
  return isFields(body) && Object.hasOwn(body, name) ? body[name] : undefined;
}
