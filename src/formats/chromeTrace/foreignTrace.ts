import { buildTrace, type SpanRow } from '../../trace/builder.js';
import type { Findings } from '../../trace/json/findings.js';
import { checkpointStatuses, type Checkpoint, type Operator, type Trace } from '../../trace/model.js';
import { durationsIn, type Duration } from './durations.js';
import { spanOf } from './phaseArgs.js';
import { phaseOfName } from './phaseWords.js';
import { placeArgs, type PlaceArgs } from './placeArgs.js';
import { eventEndMs, eventMs } from './traceEventTime.js';
import type { TraceEvent } from './traceEvents.js';

/** The name of an event that is a whole checkpoint, with its id where the args have none. */
const checkpointName = /^(checkpoint|savepoint)(?: #?(\d{1,15}))?$/i;

/** More µs than this are Unix time: as time since a machine's start they would be 31 years. */
const unixMicroseconds = 1e15;

/** An operator whose subtasks have come up so far. */
interface Seen {
  readonly index: number;
  parallelism: number;
}

/**
 * A trace of events of which only their names and args are known. Operators come in the order in which they appear; a
 * checkpoint without an event of its own reaches from its first phase to its last. Undefined where no event
 * is a phase.
 */
export function foreignTrace(
  job: string,
  events: Iterable<TraceEvent>,
  findings: Findings,
): Trace | undefined {
  const isWanted = (name: string): boolean => phaseOfName(name) !== undefined || checkpointName.test(name);
  const durations = [...durationsIn(events, isWanted, findings)];
  const phaseDurations = durations.filter(({ name }) => phaseOfName(name) !== undefined);
  if (phaseDurations.length === 0) return undefined;
  const earliest = durations.reduce((least, { from }) => Math.min(least, from), Infinity);
  const epoch = earliest > unixMicroseconds ? Math.floor(earliest / 1000) : 0;

  const placeOf = placeArgs(events);
  const operators = new Map<string, Seen>();
  const rows: SpanRow[] = [];
  for (const duration of phaseDurations) {
    const place = placeOf(duration, findings);
    if (place === undefined) continue;
    const row = spanOf(
      duration,
      phaseOfName(duration.name)!,
      rowOf(place, operators),
      epoch * 1000,
      findings,
    );
    if (row !== undefined) rows.push(row);
  }
  if (rows.length === 0) return undefined;
  const checkpoints = [...withUnstated(checkpointsIn(durations, epoch), rows).values()].sort(
    (a, b) => a.id - b.id,
  );
  const indexOf = new Map(checkpoints.map(({ id }, index) => [id, index]));
  return buildTrace({
    producer: { name: '', version: '' },
    source: { kind: 'chrome-trace', job },
    epoch,
    operators: [...operators].map(([name, { parallelism }]): Operator => {
      return { id: name, name, parallelism, inputs: [] };
    }),
    checkpoints,
    spans: rows.map((row) => ({ ...row, checkpoint: indexOf.get(row.checkpoint)! })),
  });
}

/** Where the place is, with the checkpoint's id in the place of its index, which is not known yet. */
function rowOf(
  { checkpoint, operator, subtask }: PlaceArgs,
  operators: Map<string, Seen>,
): Pick<SpanRow, 'checkpoint' | 'operator' | 'subtask'> {
  const seen = operators.get(operator) ?? { index: operators.size, parallelism: 1 };
  seen.parallelism = Math.max(seen.parallelism, subtask + 1);
  operators.set(operator, seen);
  return { checkpoint, operator: seen.index, subtask };
}

function checkpointsIn(durations: readonly Duration[], epoch: number): Map<number, Checkpoint> {
  const checkpoints = new Map<number, Checkpoint>();
  for (const { name, from, length, args } of durations) {
    const [, kind, named] = checkpointName.exec(name) ?? [];
    const id = Number(args['checkpoint'] ?? args['id'] ?? named);
    if (kind === undefined || !Number.isSafeInteger(id) || id < 0) continue;
    const trigger = eventMs(from - epoch * 1000);
    const { status, bytes, fullBytes, type, failure } = args;
    const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0;
    checkpoints.set(id, {
      id,
      kind: kind.toLowerCase() === 'savepoint' ? 'savepoint' : 'checkpoint',
      trigger,
      ...(length === undefined ? {} : { end: eventEndMs(from - epoch * 1000, length) }),
      status:
        checkpointStatuses.find((word) => word === status) ??
        (length === undefined ? 'inProgress' : 'completed'),
      ...(isSize(bytes) ? { bytes } : {}),
      ...(isSize(fullBytes) ? { fullBytes } : {}),
      ...(typeof type === 'string' ? { type } : {}),
      ...(typeof failure === 'string' ? { failure } : {}),
    });
  }
  return checkpoints;
}

/** Adds the checkpoints that have phases and no event of their own. */
function withUnstated(
  stated: ReadonlyMap<number, Checkpoint>,
  rows: readonly SpanRow[],
): ReadonlyMap<number, Checkpoint> {
  const checkpoints = new Map(stated);
  for (const { checkpoint: id, start, end } of rows) {
    if (stated.has(id)) continue;
    const { trigger, end: known } = checkpoints.get(id) ?? { trigger: start, end };
    const reach = { trigger: Math.min(trigger, start), end: Math.max(known ?? end, end) };
    checkpoints.set(id, { id, kind: 'checkpoint', ...reach, status: 'completed' });
  }
  return checkpoints;
}
