import * as l10n from '@vscode/l10n';
import { checkpointingOf, isOnDisk } from '../jobSource.js';
import { oneAfterTheOther, sentence } from '../phrases.js';
import { lengthOf } from '../shares.js';
import { logWords, ms } from '../verdict/verdictJobSentences.js';
import type { Advice, Case, Suggestion } from './advice.js';
import { flinkOptions } from './flinkOptions.js';
import { barOf, named } from './wording.js';

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
    found: sentence(
      l10n.t('The lock hold of {duration} at {subtask} was in the first checkpoint of the job.'),
      { duration: held, subtask: named(shares, share, 'sync') },
    ),
    compared: l10n.t(
      '{duration} is {times} times or more the longest lock hold of all later checkpoints, {longest}.',
      {
        duration: ms(trace, stopped.syncMs),
        times: firstTimes,
        longest: ms(trace, longest),
      },
    ),
    tries: [
      {
        text: l10n.t(
          'Judge the job by its later checkpoints: the first one loads classes and compiles them.',
        ),
      },
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
    found: sentence(l10n.t('{subtask} processed nothing for {duration} while its snapshot was taken.'), {
      subtask: named(shares, share, 'sync'),
      duration: held,
    }),
    compared: l10n.t('{duration} of sync, against {threshold}.', {
      duration: ms(trace, stopped.syncMs),
      threshold: ms(trace, longStopMs),
    }),
    tries: isOnDisk(checkpointingOf(trace.source)) ? onDisk() : inMemory(),
  };
}

function inMemory(): readonly Suggestion[] {
  return [
    {
      text: l10n.t(
        'Keep what is large in keyed state: operator state and broadcast state are copied whole inside the sync phase.',
      ),
    },
    ownSnapshots(),
  ];
}

function onDisk(): readonly Suggestion[] {
  return [
    { text: l10n.t('Let less gather in memory between checkpoints.'), option: flinkOptions.writeBuffer },
    {
      text: l10n.t('See that timers are not written inside the sync phase.'),
      option: flinkOptions.rocksTimers,
    },
    { text: l10n.t('Write changes as they happen.'), option: flinkOptions.changelog },
    ownSnapshots(),
  ];
}

function ownSnapshots(): Suggestion {
  return {
    text: l10n.t(
      'Look at what snapshotState of your own functions does: all of it runs inside the sync phase.',
    ),
  };
}

/** A measured flush before the barrier. */
export function flush({ trace, findings }: Case): Advice | undefined {
  const { stopped, shares } = findings;
  if (stopped === undefined || stopped.preBarrierMs < longStopMs) return undefined;
  const share = shares.of(stopped)!;
  const flushed = { text: ms(trace, stopped.preBarrierMs), target: barOf(share, 'preBarrier') };
  return {
    rule: 'flush',
    found: sentence(l10n.t('{subtask} worked for {duration} before it sent the barrier on.'), {
      subtask: named(shares, share, 'preBarrier'),
      duration: flushed,
    }),
    compared: l10n.t('{duration} between the last barrier and the start of sync, against {threshold}.', {
      duration: ms(trace, stopped.preBarrierMs),
      threshold: ms(trace, longStopMs),
    }),
    tries: [
      {
        text: l10n.t(
          'If it is a sink: let it gather less, or write on its own more often, so that less is left to flush at the barrier.',
        ),
      },
      {
        text: l10n.t('If it is a SQL operator with mini-batches: let it gather less.'),
        option: flinkOptions.miniBatch,
      },
      {
        text: l10n.t('Take checkpoints more often, if what is gathered grows from one to the next.'),
        option: flinkOptions.interval,
      },
    ],
  };
}

/** Time that may have been a flush, or a late acknowledgement: only a log can tell. */
export function notAccountedFor({ trace, findings }: Case): Advice | undefined {
  const { unaccounted, about, shares } = findings;
  if (about !== 'unaccounted' || unaccounted === undefined) return undefined;
  const share = shares.of(unaccounted)!;
  const open = { text: ms(trace, unaccounted.beforeBarrierMs), target: barOf(share, 'ack') };
  return {
    rule: 'unaccounted',
    found: sentence(
      l10n.t('Up to {duration} at {subtask} were a flush before the barrier, or a late acknowledgement.'),
      { duration: open, subtask: named(shares, share, 'ack') },
    ),
    compared: l10n.t('{duration} that no duration of Flink’s contains, against {threshold}.', {
      duration: ms(trace, unaccounted.beforeBarrierMs),
      threshold: ms(trace, longStopMs),
    }),
    tries: [
      {
        text: oneAfterTheOther([
          logWords(trace),
          l10n.t(
            'Set the logger org.apache.flink.streaming.runtime.tasks to DEBUG on the TaskManagers, and open the log together with this.',
          ),
        ]),
      },
    ],
  };
}
