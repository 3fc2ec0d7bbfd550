import * as l10n from '@vscode/l10n';
import { checkpointBytesCopied } from '../../src/analysis/checkpointCosts.js';
import { formatBytes, formatCount } from '../../src/analysis/quantities.js';
import { mayGoOn } from '../../src/analysis/jobSource.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { triggerTime } from '../clock/clockWords.js';
import { typeWords } from '../details/jobFacts.js';
import type { ViewModel } from '../model.js';
import { oncePerTrace } from '../oncePerTrace.js';
import { durationWords } from '../tables/spanWords.js';
import type { DrawnCheckpoint } from './stripLayout.js';

/** `#7: completed in 422 ms, blocked 24 µs`. */
export function describeCheckpoint({ index }: Pick<ViewModel, 'index'>, n: CheckpointIndex): string {
  const { id, kind, status, failure } = index.trace.checkpoints[n]!;
  const name = kind === 'savepoint' ? l10n.t('#{0} savepoint', id) : `#${id}`;
  const summary = index.checkpoints[n]!;
  const took = durationWords(index, summary.took);
  const blocked = durationWords(index, summary.blocked);
  switch (status) {
    case 'completed':
      return l10n.t('{name}: completed in {took}, blocked {blocked}', { name, took, blocked });
    case 'inProgress':
      if (!mayGoOn(index.trace.source)) {
        return l10n.t('{name}: not completed, blocked {blocked}', { name, blocked });
      }
      return l10n.t('{name}: in progress for {took}, blocked {blocked}', { name, took, blocked });
    case 'failed': {
      const why = failure?.replace(/\.$/, '') ?? '';
      return why === ''
        ? l10n.t('{name}: failed after {took}, blocked {blocked}', { name, took, blocked })
        : l10n.t('{name}: failed after {took}: {why}, blocked {blocked}', { name, took, why, blocked });
    }
  }
}

/** What the strip says of the bar under the pointer. Where many share it, which one is shown, and of how many. */
export function stripTitle(model: ViewModel, { checkpoint, first, last }: DrawnCheckpoint): string {
  const words = describeCheckpoint(model, checkpoint);
  const id = (n: CheckpointIndex): number => model.index.trace.checkpoints[n]!.id;
  const ends = { first: id(first), last: id(last) };
  const which =
    first === last
      ? words
      : l10n.t('{checkpoint} (blocked longest from #{first} to #{last})', { checkpoint: words, ...ends });
  return [which, ...moreOf(model, checkpoint)].join('\n');
}

const copiedFor = oncePerTrace((index, n: CheckpointIndex) => checkpointBytesCopied(index.trace, n));

const silentIn = oncePerTrace(
  (index, n: CheckpointIndex) =>
    index.trace.outcomes.filter(({ checkpoint, outcome }) => checkpoint === n && outcome === 'pending')
      .length,
);

/** How it was taken, how large it is, who has not reported, and when it was triggered: a line each, as far as it is known. */
function moreOf({ index, state }: ViewModel, n: CheckpointIndex): string[] {
  const { trace } = index;
  const checkpoint = trace.checkpoints[n]!;
  const { bytes, fullBytes } = checkpoint;
  const copied = copiedFor(index, n);
  const size = [
    bytes === undefined ? '' : l10n.t('{0} stored', formatBytes(bytes)),
    fullBytes === undefined ? '' : l10n.t('{0} in full', formatBytes(fullBytes)),
    copied === undefined || copied === 0 ? '' : l10n.t('{0} copied for it', formatBytes(copied)),
  ];
  const silent = silentIn(index, n);
  return [
    [typeWords(trace, checkpoint), ...size].filter((part) => part !== '').join(' · '),
    silent === 0 ? '' : silentWords(silent),
    triggerTime(trace, n, state.timeFormat),
  ].filter((line) => line !== '');
}

function silentWords(count: number): string {
  return count === 1
    ? l10n.t('1 subtask has not reported')
    : l10n.t('{0} subtasks have not reported', formatCount(count));
}

/** How many there are, and how they ended. */
export function stripSummary({ index }: ViewModel): string {
  const { checkpoints } = index.trace;
  const count = (status: string): number => checkpoints.filter((c) => c.status === status).length;
  const counts = { completed: formatCount(count('completed')), all: formatCount(checkpoints.length) };
  const parts = [l10n.t('{completed} of {all} completed', counts)];
  const failed = checkpoints.filter((c) => c.status === 'failed');
  if (failed.length === 1) parts.push(l10n.t('#{0} failed', failed[0]!.id));
  if (failed.length > 1) parts.push(l10n.t('{0} failed', formatCount(failed.length)));
  if (count('inProgress') > 0) {
    parts.push(
      mayGoOn(index.trace.source)
        ? l10n.t('{0} in progress', count('inProgress'))
        : l10n.t('{0} not completed', count('inProgress')),
    );
  }
  return parts.join(l10n.t(', '));
}

/** How many of all are chosen. */
export function chosenWords(chosen: number, all: number): string {
  return l10n.t('{chosen} of {all} chosen', { chosen: formatCount(chosen), all: formatCount(all) });
}
