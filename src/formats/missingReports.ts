import * as l10n from '@vscode/l10n';
import type { MergedJob } from './evidence/merge.js';

/** How many operators the sentence lists. */
const namesMax = 3;

/**
 * Says which operators have no report in completed checkpoints of which others have one: their answers are not among what was
 * opened. Where nothing is known of any operator, there is nothing to mistake; and logs are silent of subtasks that had finished.
 */
export function missingReports({ origins, vertices, checkpoints }: MergedJob): string | undefined {
  if (!origins.includes('rest')) return undefined;
  const reported = checkpoints
    .filter(({ status, subtasks = [] }) => status === 'completed' && subtasks.length > 0)
    .map(({ subtasks = [] }) => new Set(subtasks.map(({ vertex }) => vertex)));
  const counts = vertices.map(({ id, name = id }) => ({
    name,
    missing: reported.filter((vertex) => !vertex.has(id)).length,
  }));
  const without = counts.filter(({ missing }) => missing > 0);
  if (without.length === 0) return undefined;
  const listed = without.slice(0, namesMax).map(({ name }) => name);
  const more = without.length - listed.length;
  const names = listed.join(', ');
  const operators = more > 0 ? l10n.t('{first} and {more} more', { first: names, more }) : names;
  const most = Math.max(...without.map(({ missing }) => missing));
  return most === 1
    ? l10n.t(
        'In 1 checkpoint nothing was read of {operators}, so its part is not drawn. Add the answers of /checkpoints/details/:id/subtasks/:vertex.',
        { operators },
      )
    : l10n.t(
        'In {count} checkpoints nothing was read of {operators}, so its part is not drawn. Add the answers of /checkpoints/details/:id/subtasks/:vertex.',
        { count: most, operators },
      );
}
