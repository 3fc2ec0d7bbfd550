import * as l10n from '@vscode/l10n';
import { clauses, listed, oneAfterTheOther, textOf, type Phrase } from '../analysis/phrases.js';
import { partOfTrace } from '../analysis/partOfTrace.js';
import { verdict } from '../analysis/verdict/verdict.js';
import { formatBytes, formatCount, formatDuration } from '../analysis/quantities.js';
import type { Checkpoint, Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { markdownText } from './markdownText.js';
import { checkpointTable, traceTable } from './operatorTables.js';
import { noteSection } from './noteSection.js';
import { rangeSection } from './rangeSection.js';
import type { Shared } from './shared.js';
import { notKnown } from './notKnown.js';

/** What is written of one failure; a stack trace does not belong into a list. */
const longestReason = 300;

/** How many failed checkpoints are listed. */
const mostFailures = 5;

/**
 * The trace as Markdown for an incident report: verdict, numbers by operator, what happened to the checkpoints, what is not
 * known, and how it was made. About the checkpoint or the checkpoints that were shown and the range that was measured, then about all.
 */
export function markdownSummary(shared: Shared): string {
  const { trace, file, diagnostics, view, notes = [], madeBy, madeAt } = shared;
  const checkpoint = view?.checkpoint;
  const isOne = checkpoint !== undefined && trace.checkpoints.length > 1;
  const several = view?.several ?? [];
  const job = markdownText(trace.source.job);
  const parts = [
    `## ${job === '' ? l10n.t('Checkpoints of a job') : l10n.t('Checkpoints of {0}', job)}`,
    ...(isOne ? ofCheckpoint(trace, checkpoint) : []),
    ...(several.length > 1 ? ofSeveral(trace, several) : []),
    ...(view?.measured ? rangeSection(trace, view.measured, moment) : []),
    ...ofTrace(trace, isOne || several.length > 1 || view?.measured !== undefined),
    ...noteSection(trace, notes, moment),
    ...listOf(l10n.t('What is not known'), notKnown(trace, diagnostics)),
    madeWords(trace, file, madeBy, madeAt),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function ofCheckpoint(trace: Trace, checkpoint: CheckpointIndex): string[] {
  const { id } = trace.checkpoints[checkpoint]!;
  return [
    `### ${l10n.t('Checkpoint {0}', id)}`,
    ...sentences(trace, checkpoint),
    checkpointWords(trace, trace.checkpoints[checkpoint]!),
    checkpointTable(trace, checkpoint),
  ];
}

/** The verdict and the numbers of those that were chosen, as if there were no others. */
function ofSeveral(trace: Trace, several: readonly CheckpointIndex[]): string[] {
  const part = partOfTrace(trace, several);
  const ids = part.checkpoints.map(({ id }) => id);
  const title = l10n.t('{count} checkpoints, {first} to {last}', {
    count: formatCount(ids.length),
    first: ids[0]!,
    last: ids.at(-1)!,
  });
  return [`### ${title}`, ...sentences(part), ...listOf('', checkpointFacts(part)), traceTable(part)];
}

function ofTrace(trace: Trace, isSection: boolean): string[] {
  return [
    isSection ? `### ${l10n.t('All checkpoints')}` : '',
    ...sentences(trace),
    ...listOf('', checkpointFacts(trace)),
    traceTable(trace),
  ];
}

/** The verdict: what blocked in bold, what went on meanwhile, why. */
function sentences(trace: Trace, checkpoint?: CheckpointIndex): string[] {
  const { headline, meanwhile, evidence } = verdict(trace, checkpoint);
  // Bold that ends in a full stop ends only before a space, which Chinese would not have.
  const first = [`**${markdownOf(headline)}**`, markdownOf(meanwhile)]
    .filter((text) => text !== '')
    .join(' ');
  return [first, markdownOf(evidence)];
}

function markdownOf(phrases: readonly Phrase[]): string {
  return markdownText(textOf(phrases)).trim();
}

/** `Triggered 2026-11-22 10:00:02.000 UTC. Completed after 424 ms. Stored 134 MB.` */
function checkpointWords(trace: Trace, checkpoint: Checkpoint): string {
  const { trigger, kind, failure } = checkpoint;
  const at = moment(trace.epoch + trigger);
  return oneAfterTheOther([
    kind === 'savepoint' ? l10n.t('A savepoint, triggered {0}.', at) : l10n.t('Triggered {0}.', at),
    endWords(trace, checkpoint),
    storedWords(checkpoint),
    failure === undefined ? '' : markdownText(shortened(failure)),
  ]);
}

function endWords(trace: Trace, { status, trigger, end }: Checkpoint): string {
  if (status === 'inProgress') return l10n.t('Still going on.');
  if (end === undefined) return status === 'completed' ? l10n.t('Completed.') : l10n.t('Failed.');
  const took = formatDuration(end - trigger, trace.source.resolution);
  return status === 'completed' ? l10n.t('Completed after {0}.', took) : l10n.t('Failed after {0}.', took);
}

function storedWords({ bytes, fullBytes }: Checkpoint): string {
  if (bytes === undefined) return '';
  const stored = formatBytes(bytes);
  if (fullBytes === undefined || fullBytes === bytes) return l10n.t('Stored {0}.', stored);
  return l10n.t('Stored {stored} of {full}.', { stored, full: formatBytes(fullBytes) });
}

function checkpointFacts(trace: Trace): string[] {
  const { checkpoints } = trace;
  const completed = checkpoints.filter(({ status }) => status === 'completed');
  const failed = checkpoints.filter(({ status }) => status === 'failed');
  const facts = [countWords(completed.length, failed.length, checkpoints.length)];
  const [slowest] = [...completed].sort((a, b) => b.end! - b.trigger - (a.end! - a.trigger));
  if (slowest && completed.length > 1) {
    const took = formatDuration(slowest.end! - slowest.trigger, trace.source.resolution);
    facts.push(
      l10n.t('The slowest that completed was checkpoint {id}: {took}, triggered {at}.', {
        ...{ id: slowest.id, took, at: moment(trace.epoch + slowest.trigger) },
      }),
    );
  }
  for (const { id, failure, trigger } of failed.slice(0, mostFailures)) {
    const reason =
      failure === undefined ? l10n.t('no reason is recorded.') : markdownText(shortened(failure));
    const at = moment(trace.epoch + trigger);
    facts.push(l10n.t('Checkpoint {id} failed, triggered {at}: {reason}', { id, at, reason }));
  }
  const more = failed.length - mostFailures;
  if (more === 1) facts.push(l10n.t('1 more failed.'));
  if (more > 1) facts.push(l10n.t('{0} more failed.', formatCount(more)));
  return facts;
}

function countWords(completed: number, failed: number, all: number): string {
  const going = all - completed - failed;
  const counts = listed([
    ...(completed > 0 ? [l10n.t('{0} completed', formatCount(completed))] : []),
    ...(failed > 0 ? [l10n.t('{0} failed', formatCount(failed))] : []),
    ...(going > 0 ? [l10n.t('{0} still going on', formatCount(going))] : []),
  ]);
  const checkpoints = all === 1 ? l10n.t('1 checkpoint') : l10n.t('{0} checkpoints', formatCount(all));
  return textOf(clauses(checkpoints, counts === '' ? undefined : counts));
}

/** Where the numbers come from, and what made this page of them. */
function madeWords(trace: Trace, file: string, madeBy: string, madeAt: number): string {
  const { name, version } = trace.producer;
  return oneAfterTheOther([
    l10n.t('From {file}: {source}, put together by {producer}.', {
      file: markdownText(file),
      source: markdownText(sourceWords(trace)),
      producer: markdownText(`${name} ${version}`),
    }),
    l10n.t('Summary made by Checkpoint Lens {version} on {at}.', { version: madeBy, at: moment(madeAt) }),
  ]);
}

function sourceWords({ source }: Trace): string {
  const { snapshot, state, flinkVersion } = source;
  const settings = listed([
    ...(typeof snapshot === 'string' ? [l10n.t('snapshot mode {0}', snapshot)] : []),
    ...(typeof flinkVersion === 'string' ? [`Flink ${flinkVersion}`] : []),
    ...(typeof state === 'string' ? [l10n.t('state {0}', state)] : []),
  ]);
  const what = sourceKinds.get(source.kind) ?? source.kind;
  return settings === '' ? what : l10n.t('{source} ({settings})', { source: what, settings });
}

const sourceKinds = new Map([
  ['flink', l10n.t('a Flink job')],
  ['engine', l10n.t('a run of the embedded engine')],
]);

function listOf(title: string, facts: readonly string[]): string[] {
  if (facts.length === 0) return [];
  const list = facts.map((fact) => `- ${fact}`).join('\n');
  return title === '' ? [list] : [`### ${title}`, list];
}

/** Universal time: people who read a report are in several time zones. */
function moment(unixMs: number): string {
  const time = new Date(unixMs);
  if (Number.isNaN(time.getTime())) return l10n.t('at a time that is not known');
  return time.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

function shortened(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0]!;
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line;
}
