import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../src/analysis/quantities.js';
import { downMs, wentBackTo } from '../../src/analysis/restarts.js';
import type { FactSection } from './fact.js';
import type { TraceIndex } from '../rows/traceIndex.js';

/** More are no help: the last ones say why. */
const shownMax = 5;

/** When a run failed and was started again, how long it was down, and why the last time; nothing where it never was. */
export function restartFacts({ trace, start }: Pick<TraceIndex, 'trace' | 'start'>): FactSection[] {
  const { restarts } = trace;
  const last = restarts.at(-1);
  if (last === undefined) return [];
  const facts = restarts.slice(-shownMax).map((restart) => {
    const down = downMs(restart);
    const value =
      down === undefined
        ? l10n.t('did not go on')
        : l10n.t('{wentBack}, nothing processed for {down}', {
            wentBack: wentBackTo(restart),
            down: formatDuration(down),
          });
    return { label: l10n.t('after {0}', formatDuration(restart.failed - start)), value };
  });
  return [{ title: l10n.t('Restarts'), facts, note: last.failure }];
}
