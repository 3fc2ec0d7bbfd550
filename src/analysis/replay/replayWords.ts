import type { Trace } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import { subtaskName } from '../names.js';
import { reasonSentence } from '../phrases.js';
import { formatBytes, formatCount, formatDuration } from '../quantities.js';
import type { Replay } from './replay.js';
import type { ReplayEvent, ReplayStep } from './replayEvents.js';
import type { Processing, World } from './world.js';

/** What happens at a step: its first event as a sentence, and how many more there are. */
export function stepWords(replay: Replay, { events }: ReplayStep): string {
  const first = events[0];
  if (!first) return 'Nothing more is known.';
  // What stands still is why people look.
  const telling = events.find(({ kind }) => kind === 'locked') ?? first;
  const sentence = eventWords(replay, telling);
  const more = events.length - 1;
  return more === 0 ? sentence : `${sentence} ${formatCount(more)} more at the same moment.`;
}

function eventWords({ trace, of }: Replay, { kind, row, amount = 0 }: ReplayEvent): string {
  const name = row ? subtaskName(trace, row) : '';
  switch (kind) {
    case 'triggered':
      return `The coordinator triggers #${of.id}.`;
    case 'failed':
      return 'The job fails.';
    case 'resumed':
      return 'The job goes on.';
    case 'barrier':
      return `The first barrier reaches ${name}.`;
    case 'allBarriers':
      return `${name} has all its barriers.`;
    case 'flushed':
      return `${name} flushes for ${lasting(trace, amount)} before the barrier goes on.`;
    case 'locked':
      return `${name} takes its lock for ${lasting(trace, amount)}.`;
    case 'unlocked':
      return `${name} gives its lock back.`;
    case 'uploaded':
      return amount > 0
        ? `${name} has uploaded ${formatBytes(amount)}.`
        : `${name} has finished its asynchronous part.`;
    case 'acknowledged':
      return `The coordinator has the acknowledgement of ${name}.`;
    case 'tooLate':
      return `${name} reports, too late to count.`;
    case 'over':
      return of.status === 'completed'
        ? `#${of.id} is completed.`
        : `#${of.id} has failed. ${of.failure === undefined ? '' : reasonSentence(of.failure)}`.trimEnd();
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
  if (times < 1.05) return 'in real time';
  return stretch > 1 ? `time stretched ${factor} times` : `time shortened ${factor} times`;
}

/** What the coordinator knows: `Coordinator: 5 of 8 acknowledged`. */
export function acknowledgedWords({ of }: Replay, { acked, expected, status, isDown }: World): string {
  if (status === 'before') return 'Coordinator';
  const count = `${formatCount(acked)} of ${formatCount(expected)} acknowledged`;
  const outcome = { inProgress: '', completed: `, #${of.id} completed`, failed: `, #${of.id} failed` }[
    status
  ];
  return isDown ? `Coordinator: ${count}${outcome}. The job is down.` : `Coordinator: ${count}${outcome}`;
}

/** Subtasks that are named one by one. */
const mostNamed = 2;

/** Who stands still, and who holds back inputs, at a moment. */
export function worldWords({ trace }: Replay, { subtasks }: World): string {
  const names = (processing: Processing): string => {
    const found = subtasks.filter((now) => now.processing === processing);
    const named = found.slice(0, mostNamed).map((now) => subtaskName(trace, now));
    const more = found.length - named.length;
    return [...named, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join(', ');
  };
  const stopped = names('standsStill');
  const partly = names('partly');
  const unknown = names('notKnown');
  return [
    stopped === '' ? 'Nothing stands still.' : `Standing still: ${stopped}.`,
    ...(partly === '' ? [] : [`Holding back inputs: ${partly}.`]),
    ...(unknown === '' ? [] : [`Not known: ${unknown}.`]),
  ].join(' ');
}
