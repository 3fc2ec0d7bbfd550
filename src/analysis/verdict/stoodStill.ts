import * as l10n from '@vscode/l10n';
import type { Phase, Trace } from '../../trace/model.js';
import type { Blocked } from '../blockedTime.js';
import { subtaskName } from '../names.js';
import { plain, sentence, type Sentence } from '../phrases.js';
import { formatDuration } from '../quantities.js';

/** Which time a sentence is about: all of it, that of what still goes on, or that until something failed. */
export type Until = 'theEnd' | 'now' | 'then';

/**
 * How long processing stood still, and where. `stood still` only for what was measured, or derived from durations that were; any other
 * derived number is given as its upper bound.
 */
export function stoodStill(trace: Trace, blocked: Blocked, until: Until): Sentence {
  const { resolution } = trace.source;
  if (blocked.ms === 0) return plain(l10n.t('Nothing stood still for longer than the clock can tell.'));
  const phase: Phase = blocked.preBarrierMs > blocked.syncMs ? 'preBarrier' : 'sync';
  const { checkpoint, operator, subtask } = blocked;
  const target = { checkpoint, operator, subtask, phase };
  // Where durations are known to a resolution, the uncertainty of a derived one is about its place only.
  const duration =
    blocked.measured || resolution !== undefined
      ? formatDuration(blocked.ms, resolution)
      : l10n.t('at most {0}', formatDuration(blocked.ms + blocked.uncertaintyMs));
  const flush = formatDuration(blocked.preBarrierMs, resolution);
  const isAll = flush === formatDuration(blocked.ms, resolution);
  return sentence(templates()[until][phase === 'sync' ? 'hold' : isAll ? 'flush' : 'partlyFlush'], {
    duration: { text: duration, target },
    subtask: { text: subtaskName(trace, blocked), target },
    flush,
  });
}

/** `partlyFlush`: a flush, and a lock hold after it that shows in the number. */
function templates(): Readonly<Record<Until, Readonly<Record<'hold' | 'flush' | 'partlyFlush', string>>>> {
  return {
    theEnd: {
      hold: l10n.t('Processing stood still for {duration} at {subtask}.'),
      flush: l10n.t('Processing stood still for {duration} at {subtask}, before the barrier went on.'),
      partlyFlush: l10n.t(
        'Processing stood still for {duration} at {subtask}, {flush} of it before the barrier went on.',
      ),
    },
    now: {
      hold: l10n.t('So far processing stood still for {duration} at {subtask}.'),
      flush: l10n.t('So far processing stood still for {duration} at {subtask}, before the barrier went on.'),
      partlyFlush: l10n.t(
        'So far processing stood still for {duration} at {subtask}, {flush} of it before the barrier went on.',
      ),
    },
    then: {
      hold: l10n.t('Until then processing stood still for {duration} at {subtask}.'),
      flush: l10n.t(
        'Until then processing stood still for {duration} at {subtask}, before the barrier went on.',
      ),
      partlyFlush: l10n.t(
        'Until then processing stood still for {duration} at {subtask}, {flush} of it before the barrier went on.',
      ),
    },
  };
}
