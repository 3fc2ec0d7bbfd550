import * as l10n from '@vscode/l10n';
import { oneAfterTheOther } from '../analysis/phrases.js';
import { blockedBySubtask } from '../analysis/blockedTime.js';
import { formatBytes, formatDuration, formatShare } from '../analysis/quantities.js';
import { operatorStatistics, type Distribution } from '../analysis/statistics.js';
import { phases, type Phase, type Trace } from '../trace/model.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import { markdownTable, markdownText } from './markdownText.js';

/** A report of a job with hundreds of operators names those that blocked most. */
const mostOperators = 30;

const nothing = '–';

interface Line {
  readonly blocked: Ms;
  readonly cells: readonly string[];
}

/** What each operator's slowest subtask did in one checkpoint, as Markdown; the most blocked first. Empty where no span is known. */
export function checkpointTable(trace: Trace, checkpoint: CheckpointIndex): string {
  const longest = longestInCheckpoint(trace, checkpoint);
  const blocked = trace.operators.map(() => 0);
  for (const { operator, ms } of blockedBySubtask(trace, { checkpoint })) {
    blocked[operator] = Math.max(blocked[operator]!, ms);
  }
  const lines = trace.operators.flatMap(({ name }, operator): Line[] => {
    const of = longest[operator]!;
    if (of.size === 0) return [];
    const cell = (phase: Phase): string => duration(trace, of.get(phase));
    const cells = [
      nameCell(name),
      duration(trace, blocked[operator]),
      ...(['sync', 'preBarrier', 'async', 'alignment', 'startDelay'] as const).map(cell),
    ];
    return [{ blocked: blocked[operator]!, cells }];
  });
  const head = [
    l10n.t('operator'),
    l10n.t('blocked'),
    l10n.t('lock hold'),
    l10n.t('flush'),
    l10n.t('upload'),
    l10n.t('alignment'),
    l10n.t('start delay'),
  ];
  return tableOf(head, lines, l10n.t('Each column has the operator’s slowest subtask.'));
}

/** The same over all checkpoints: how long each operator was blocked in all, and how long its phases usually are. */
export function traceTable(trace: Trace): string {
  const all = operatorStatistics(trace);
  const isCopied = all.some(({ bytesCopied }) => bytesCopied !== undefined);
  const hasLoad = all.some(({ load }) => load !== undefined);
  const lines = all.flatMap((of): Line[] => {
    if (of.checkpoints === 0) return [];
    const blocked = (of.lockHold?.total ?? 0) + (of.flush?.total ?? 0);
    const cells = [
      nameCell(trace.operators[of.operator]!.name),
      duration(trace, blocked),
      ...spread(trace, of.lockHold),
      duration(trace, of.flush?.max),
      ...spread(trace, of.upload),
      of.uploadBytes > 0 ? formatBytes(of.uploadBytes) : nothing,
      ...(isCopied ? [of.bytesCopied === undefined ? nothing : formatBytes(of.bytesCopied)] : []),
      ...(hasLoad ? [of.load === undefined ? nothing : formatShare(of.load.backPressured)] : []),
    ];
    return [{ blocked, cells }];
  });
  const head = [
    l10n.t('operator'),
    l10n.t('blocked, sum'),
    l10n.t('lock hold, median'),
    l10n.t('longest'),
    l10n.t('longest flush'),
    l10n.t('upload, median'),
    l10n.t('longest'),
    l10n.t('stored'),
    ...(isCopied ? [l10n.t('copied for snapshots')] : []),
    ...(hasLoad ? [l10n.t('back-pressured')] : []),
  ];
  return tableOf(head, lines, l10n.t('“Blocked, sum” is over all subtasks and checkpoints.'));
}

function tableOf(head: readonly string[], lines: readonly Line[], note: string): string {
  if (lines.length === 0) return '';
  const shown = [...lines].sort((a, b) => b.blocked - a.blocked).slice(0, mostOperators);
  const left = lines.length - shown.length;
  const table = markdownTable(
    head,
    shown.map(({ cells }) => cells),
  );
  return `${table}\n\n${oneAfterTheOther([note, leftOut(left)])}`;
}

function leftOut(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? l10n.t('1 operator that was blocked less is left out.')
    : l10n.t('{0} operators that were blocked less are left out.', count);
}

/** The longest span of each phase, by operator. */
function longestInCheckpoint(
  { spans, operators }: Trace,
  checkpoint: CheckpointIndex,
): readonly Map<Phase, Ms>[] {
  const longest = operators.map(() => new Map<Phase, Ms>());
  for (let i = 0; i < spans.length; i++) {
    if (spans.checkpoint[i] !== checkpoint) continue;
    const of = longest[spans.operator[i]!]!;
    const phase = phases[spans.phase[i]!]!;
    of.set(phase, Math.max(of.get(phase) ?? 0, spans.end[i]! - spans.start[i]!));
  }
  return longest;
}

function spread(trace: Trace, distribution: Distribution | undefined): readonly string[] {
  return [duration(trace, distribution?.median), duration(trace, distribution?.max)];
}

function duration({ source }: Trace, ms: Ms | undefined): string {
  return ms === undefined ? nothing : markdownText(formatDuration(ms, source.resolution));
}

function nameCell(name: string): string {
  return markdownText(name).trim() || nothing;
}
