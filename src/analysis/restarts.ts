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
  const times = restarts.length === 1 ? 'once' : `${formatCount(restarts.length)} times`;
  const down = restarts.reduce((sum, restart) => sum + (downMs(restart) ?? 0), 0);
  const lost = down > 0 ? ` and processed nothing for ${formatDuration(down)}` : '';
  const which = restarts.length === 1 ? 'after' : 'last after';
  return plain(`The run was started again ${times}${lost}, ${which}: ${reasonSentence(last.failure)}`);
}

/** What a restart went back to, in words. */
export function wentBackTo({ checkpoint, resumed }: Restart): string {
  if (resumed === undefined) return '';
  return checkpoint === undefined ? 'from the beginning' : `from #${checkpoint}`;
}
