import * as l10n from '@vscode/l10n';
import type { Restart, Trace } from '../trace/model.js';
import type { Ms } from '../trace/units.js';
import { plain, reasonSentence, type Sentence } from './phrases.js';
import { formatCount, formatDuration } from './quantities.js';

/** How long a restart kept everything from being processed; undefined where processing did not go on. */
export function downMs({ failed, resumed }: Restart): Ms | undefined {
  return resumed === undefined ? undefined : resumed - failed;
}

/** How often a run failed and started again, how long nothing was processed in all, and why the last time. */
export function restartSentence({ restarts }: Trace): Sentence | undefined {
  const last = restarts.at(-1);
  if (last === undefined) return undefined;
  const down = restarts.reduce((sum, restart) => sum + (downMs(restart) ?? 0), 0);
  const of = {
    count: formatCount(restarts.length),
    duration: formatDuration(down),
    reason: reasonSentence(last.failure),
  };
  if (restarts.length === 1) {
    return plain(
      down > 0
        ? l10n.t('The run was started again once and processed nothing for {duration}, after: {reason}', of)
        : l10n.t('The run was started again once, after: {reason}', of),
    );
  }
  return plain(
    down > 0
      ? l10n.t(
          'The run was started again {count} times and processed nothing for {duration}, last after: {reason}',
          of,
        )
      : l10n.t('The run was started again {count} times, last after: {reason}', of),
  );
}

/** What a restart went back to, in words. */
export function wentBackTo({ checkpoint, resumed }: Restart): string {
  if (resumed === undefined) return '';
  return checkpoint === undefined ? l10n.t('from the beginning') : l10n.t('from #{0}', checkpoint);
}
