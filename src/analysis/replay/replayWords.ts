import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import { subtaskName } from '../names.js';
import { listed, oneAfterTheOther, reasonSentence } from '../phrases.js';
import { formatBytes, formatCount, formatDuration } from '../quantities.js';
import type { Replay } from './replay.js';
import type { ReplayEvent, ReplayStep } from './replayEvents.js';
import type { Processing, World } from './world.js';

/** What happens at a step: its first event as a sentence, and how many more there are. */
export function stepWords(replay: Replay, { events }: ReplayStep): string {
  const first = events[0];
  if (!first) return l10n.t('Nothing more is known.');
  // What stands still is why people look.
  const telling = events.find(({ kind }) => kind === 'locked') ?? first;
  const words = eventWords(replay, telling);
  const more = events.length - 1;
  if (more === 0) return words;
  return oneAfterTheOther([words, l10n.t('{0} more at the same moment.', formatCount(more))]);
}

function eventWords({ trace, of }: Replay, { kind, row, amount = 0 }: ReplayEvent): string {
  const name = row ? subtaskName(trace, row) : '';
  switch (kind) {
    case 'triggered':
      return l10n.t('The coordinator triggers #{0}.', of.id);
    case 'failed':
      return l10n.t('The job fails.');
    case 'resumed':
      return l10n.t('The job goes on.');
    case 'barrier':
      return l10n.t('The first barrier reaches {0}.', name);
    case 'allBarriers':
      return l10n.t('{0} has all its barriers.', name);
    case 'flushed':
      return l10n.t('{subtask} flushes for {duration} before the barrier goes on.', {
        subtask: name,
        duration: lasting(trace, amount),
      });
    case 'locked':
      return l10n.t('{subtask} takes its lock for {duration}.', {
        subtask: name,
        duration: lasting(trace, amount),
      });
    case 'unlocked':
      return l10n.t('{0} gives its lock back.', name);
    case 'uploaded':
      return amount > 0
        ? l10n.t('{subtask} has uploaded {bytes}.', { subtask: name, bytes: formatBytes(amount) })
        : l10n.t('{0} has finished its asynchronous part.', name);
    case 'acknowledged':
      return l10n.t('The coordinator has the acknowledgement of {0}.', name);
    case 'tooLate':
      return l10n.t('{0} reports, too late to count.', name);
    case 'over':
      return of.status === 'completed'
        ? l10n.t('#{0} is completed.', of.id)
        : oneAfterTheOther([
            l10n.t('#{0} has failed.', of.id),
            of.failure === undefined ? '' : reasonSentence(of.failure),
          ]);
  }
}

function lasting({ source }: Trace, ms: Ms): string {
  return formatDuration(ms, source.resolution);
}

/** The trace's clock, as finely as it tells: `1,432 ms`, `403.124 ms` after the trigger. */
export function clockWords({ trace, of }: Replay, time: Ms): string {
  const { resolution = 0 } = trace.source;
  const decimals = resolution >= 1 ? 0 : 3;
  const ms = (time - of.trigger).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return `${ms} ms`;
}

/** How much slower than it happened something is shown: `time stretched 5,000 times`. */
export function stretchWords(stretch: number): string {
  const times = stretch >= 1 ? stretch : 1 / stretch;
  const factor = times >= 10 ? formatCount(Number(times.toPrecision(2))) : times.toFixed(1);
  if (times < 1.05) return l10n.t('in real time');
  return stretch > 1
    ? l10n.t('time stretched {0} times', factor)
    : l10n.t('time shortened {0} times', factor);
}

/** What the coordinator knows: `Coordinator: 5 of 8 acknowledged`. */
export function acknowledgedWords({ of }: Replay, { acked, expected, status, isDown }: World): string {
  if (status === 'before') return l10n.t('Coordinator');
  const counts = { acked: formatCount(acked), expected: formatCount(expected), id: of.id };
  const words = {
    inProgress: l10n.t('Coordinator: {acked} of {expected} acknowledged', counts),
    completed: l10n.t('Coordinator: {acked} of {expected} acknowledged, #{id} completed', counts),
    failed: l10n.t('Coordinator: {acked} of {expected} acknowledged, #{id} failed', counts),
  }[status];
  return isDown ? l10n.t('{0}. The job is down.', words) : words;
}

/** Subtasks that are named one by one. */
const mostNamed = 2;

/** Who stands still, and who holds back inputs, at a moment. */
export function worldWords({ trace }: Replay, { subtasks }: World): string {
  const names = (processing: Processing): string => {
    const found = subtasks.filter((now) => now.processing === processing);
    const named = found.slice(0, mostNamed).map((now) => subtaskName(trace, now));
    const more = found.length - named.length;
    return listed([...named, ...(more > 0 ? [l10n.t('{0} more', formatCount(more))] : [])]);
  };
  const stopped = names('standsStill');
  const partly = names('partly');
  const unknown = names('notKnown');
  return oneAfterTheOther([
    stopped === '' ? l10n.t('Nothing stands still.') : l10n.t('Standing still: {0}.', stopped),
    partly === '' ? '' : l10n.t('Holding back inputs: {0}.', partly),
    unknown === '' ? '' : l10n.t('Not known: {0}.', unknown),
  ]);
}
