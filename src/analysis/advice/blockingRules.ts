import { checkpointingOf, isOnDisk } from '../jobSource.js';
import { lengthOf } from '../shares.js';
import { logWords, ms } from '../verdictJobSentences.js';
import type { Advice, Case, Suggestion } from './advice.js';
import { flinkOptions } from './flinkOptions.js';
import { linked, named, barOf } from './wording.js';

/** From here on a lock hold or a flush is worth doing something about: what the verdict takes for news as well, ms. */
export const longStopMs = 100;

/** The lock hold of a job's first checkpoint is put down to its start where it is this many times the longest of all later ones. */
export const firstTimes = 2;

/** And of so many later ones at least there must be numbers. */
export const fewestLater = 2;

/** Class loading and compiling make the first checkpoint of every run an outlier (recordings' README, 12). */
export function firstOfRun(one: Case): Advice | undefined {
  const { trace, findings } = one;
  const { stopped, history, shares } = findings;
  if (stopped === undefined || stopped.syncMs < longStopMs) return undefined;
  if (shares.checkpoint !== 0 || trace.checkpoints[0]!.id !== 1) return undefined;
  const later = history.slice(1).flatMap(({ all }) => all.map(({ spans }) => lengthOf(trace, spans.sync)));
  const longest = later.reduce((most, held) => Math.max(most, held), 0);
  if (history.length <= fewestLater || stopped.syncMs < firstTimes * longest) return undefined;
  const share = shares.of(stopped)!;
  const held = { text: ms(trace, stopped.syncMs), target: barOf(share, 'sync') };
  return {
    rule: 'firstOfRun',
    found: linked`The lock hold of ${held} at ${named(shares, share, 'sync')} was in the first checkpoint of the job.`,
    compared: `${ms(trace, stopped.syncMs)} is ${firstTimes} times or more the longest lock hold of all later checkpoints, ${ms(trace, longest)}.`,
    tries: [
      { text: 'Judge the job by its later checkpoints: the first one loads classes and compiles them.' },
    ],
  };
}

/** A long lock hold: what of a snapshot Flink takes inside the sync phase, by state backend. */
export function lockHold(one: Case): Advice | undefined {
  const { trace, findings } = one;
  const { stopped, shares } = findings;
  if (stopped === undefined || stopped.syncMs < longStopMs || firstOfRun(one) !== undefined) return undefined;
  const share = shares.of(stopped)!;
  const held = { text: ms(trace, stopped.syncMs), target: barOf(share, 'sync') };
  return {
    rule: 'lockHold',
    found: linked`${named(shares, share, 'sync')} processed nothing for ${held} while its snapshot was taken.`,
    compared: `${ms(trace, stopped.syncMs)} of sync, against ${ms(trace, longStopMs)}.`,
    tries: isOnDisk(checkpointingOf(trace.source)) ? onDisk : inMemory,
  };
}

const inMemory: readonly Suggestion[] = [
  {
    text: 'Keep what is large in keyed state: operator state and broadcast state are copied whole inside the sync phase.',
  },
  { text: 'Look at what snapshotState of your own functions does: all of it runs inside the sync phase.' },
];

const onDisk: readonly Suggestion[] = [
  { text: 'Let less gather in memory between checkpoints.', option: flinkOptions.writeBuffer },
  { text: 'See that timers are not written inside the sync phase.', option: flinkOptions.rocksTimers },
  { text: 'Write changes as they happen.', option: flinkOptions.changelog },
  ...inMemory.slice(1),
];

/** A measured flush before the barrier. */
export function flush({ trace, findings }: Case): Advice | undefined {
  const { stopped, shares } = findings;
  if (stopped === undefined || stopped.preBarrierMs < longStopMs) return undefined;
  const share = shares.of(stopped)!;
  const flushed = { text: ms(trace, stopped.preBarrierMs), target: barOf(share, 'preBarrier') };
  return {
    rule: 'flush',
    found: linked`${named(shares, share, 'preBarrier')} worked for ${flushed} before it sent the barrier on.`,
    compared: `${ms(trace, stopped.preBarrierMs)} between the last barrier and the start of sync, against ${ms(trace, longStopMs)}.`,
    tries: flushTries,
  };
}

const flushTries: readonly Suggestion[] = [
  {
    text: 'If it is a sink: let it gather less, or write on its own more often, so that less is left to flush at the barrier.',
  },
  { text: 'If it is a SQL operator with mini-batches: let it gather less.', option: flinkOptions.miniBatch },
  {
    text: 'Take checkpoints more often, if what is gathered grows from one to the next.',
    option: flinkOptions.interval,
  },
];

/** Time that may have been a flush, or a late acknowledgement: only a log can tell. */
export function notAccountedFor({ trace, findings }: Case): Advice | undefined {
  const { unaccounted, about, shares } = findings;
  if (about !== 'unaccounted' || unaccounted === undefined) return undefined;
  const share = shares.of(unaccounted)!;
  const open = { text: ms(trace, unaccounted.beforeBarrierMs), target: barOf(share, 'ack') };
  return {
    rule: 'unaccounted',
    found: linked`Up to ${open} at ${named(shares, share, 'ack')} were a flush before the barrier, or a late acknowledgement.`,
    compared: `${ms(trace, unaccounted.beforeBarrierMs)} that no duration of Flink’s contains, against ${ms(trace, longStopMs)}.`,
    tries: [
      {
        text: `${logWords(trace)} Set the logger org.apache.flink.streaming.runtime.tasks to DEBUG on the TaskManagers, and open the log together with this.`,
      },
    ],
  };
}
