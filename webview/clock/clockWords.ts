import * as l10n from '@vscode/l10n';
import type { Trace } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import {
  clockOf,
  dateAndTime,
  dateWithZone,
  nextTimeFormat,
  timeOfDay,
  type Clock,
  type TimeFormat,
} from './clock.js';
import type { ViewModel } from '../model.js';
import { origin } from '../viewState.js';

/** What the button of the time format says: what there is, and what a click makes of it. */
export function timeFormatWords(format: TimeFormat): string {
  const said = { now: timeFormatName(format), next: timeFormatName(nextTimeFormat(format)) };
  return l10n.t('Times: {now}; change to: {next}', said);
}

function timeFormatName(format: TimeFormat): string {
  switch (format) {
    case 'relative':
      return l10n.t('from the trigger');
    case 'utc':
      return 'UTC';
    case 'local':
      return l10n.t('clock of this machine');
  }
}

/** When the checkpoint that is shown was triggered; of several the day; nothing where times are relative. */
export function whenShown({ state, index }: Pick<ViewModel, 'state' | 'index'>): string | undefined {
  const clock = clockOf(state.timeFormat, index.trace);
  const zero = origin(state, index);
  if (!clock) return undefined;
  return state.checkpoint === undefined ? dateWithZone(clock, zero) : dateAndTime(clock, zero);
}

/** When a checkpoint was triggered, by the clock that is asked for, else in UTC; empty where the trace has no date. */
export function triggerTime(trace: Trace, checkpoint: CheckpointIndex, format: TimeFormat): string {
  const clock = clockOf(format === 'relative' ? 'utc' : format, trace);
  return clock ? dateAndTime(clock, trace.checkpoints[checkpoint]!.trigger) : '';
}

/** `14:03:22.250 – 14:03:22.651`, as finely as the trace knows moments. */
export function clockStretch(clock: Clock, trace: Trace, from: Ms, to: Ms): string {
  return `${clockMoment(clock, trace, from)} – ${clockMoment(clock, trace, to)}`;
}

/** `14:03:22.250`, as finely as the trace knows moments. */
export function clockMoment(clock: Clock, { source }: Trace, moment: Ms): string {
  return timeOfDay(clock, moment, (source.resolution ?? 0) >= 1 ? 3 : 6);
}
