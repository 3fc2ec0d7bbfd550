import { verdict, type Phrase } from '../analysis/verdict.js';
import { formatBytes, formatCount, formatDuration } from '../analysis/quantities.js';
import type { Checkpoint, Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { markdownText } from './markdownText.js';
import { checkpointTable, traceTable } from './operatorTables.js';
import type { Shared } from './shared.js';
import { notKnown } from './notKnown.js';

/** What is written of one failure; a stack trace does not belong into a list. */
const longestReason = 300;

/** How many failed checkpoints are listed. */
const mostFailures = 5;

/**
 * The trace as Markdown for an incident report: verdict, numbers by operator, what happened to the checkpoints, what is not
 * known, and how it was made. About the checkpoint that was shown, then about all of them.
 */
export function markdownSummary({ trace, file, diagnostics, view, madeBy, madeAt }: Shared): string {
  const checkpoint = view?.checkpoint;
  const isOne = checkpoint !== undefined && trace.checkpoints.length > 1;
  const job = markdownText(trace.source.job);
  const parts = [
    `## Checkpoints of ${job === '' ? 'a job' : job}`,
    ...(isOne ? ofCheckpoint(trace, checkpoint) : []),
    ...ofTrace(trace, isOne),
    ...listOf('What is not known', notKnown(trace, diagnostics)),
    madeWords(trace, file, madeBy, madeAt),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function ofCheckpoint(trace: Trace, checkpoint: CheckpointIndex): string[] {
  const { id } = trace.checkpoints[checkpoint]!;
  return [
    `### Checkpoint ${id}`,
    ...sentences(trace, checkpoint),
    checkpointWords(trace, trace.checkpoints[checkpoint]!),
    checkpointTable(trace, checkpoint),
  ];
}

function ofTrace(trace: Trace, isSection: boolean): string[] {
  return [
    isSection ? '### All checkpoints' : '',
    ...sentences(trace),
    ...listOf('', checkpointFacts(trace)),
    traceTable(trace),
  ];
}

/** The verdict: what blocked in bold, what went on meanwhile, why. */
function sentences(trace: Trace, checkpoint?: CheckpointIndex): string[] {
  const { headline, meanwhile, evidence } = verdict(trace, checkpoint);
  const first = [`**${textOf(headline)}**`, textOf(meanwhile)].filter((text) => text !== '').join(' ');
  return [first, textOf(evidence)];
}

function textOf(phrases: readonly Phrase[]): string {
  return markdownText(phrases.map(({ text }) => text).join('')).trim();
}

const statusWords = { completed: 'completed', failed: 'failed', inProgress: 'still going on' } as const;

/** `Triggered 2026-11-22 10:00:02.000 UTC, completed after 424 ms. Stored 134 MB.` */
function checkpointWords(trace: Trace, checkpoint: Checkpoint): string {
  const { trigger, end, status, bytes, fullBytes, failure, kind } = checkpoint;
  const took = end === undefined ? '' : ` after ${formatDuration(end - trigger, trace.source.resolution)}`;
  const stored = bytes === undefined ? '' : ` Stored ${formatBytes(bytes)}`;
  const full = fullBytes === undefined || fullBytes === bytes ? '' : ` of ${formatBytes(fullBytes)}`;
  const reason = failure === undefined ? '' : ` ${markdownText(shortened(failure))}`;
  return `${kind === 'savepoint' ? 'A savepoint, triggered' : 'Triggered'} ${moment(trace.epoch + trigger)}, ${statusWords[status]}${took}.${stored === '' ? '' : `${stored}${full}.`}${reason}`;
}

function checkpointFacts(trace: Trace): string[] {
  const { checkpoints } = trace;
  const completed = checkpoints.filter(({ status }) => status === 'completed');
  const failed = checkpoints.filter(({ status }) => status === 'failed');
  const counts = (['completed', 'failed', 'inProgress'] as const).flatMap((status) => {
    const count = checkpoints.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${formatCount(count)} ${statusWords[status]}`];
  });
  const facts = [
    `${formatCount(checkpoints.length)} checkpoint${checkpoints.length === 1 ? '' : 's'}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}.`,
  ];
  const [slowest] = [...completed].sort((a, b) => b.end! - b.trigger - (a.end! - a.trigger));
  if (slowest && completed.length > 1) {
    const took = formatDuration(slowest.end! - slowest.trigger, trace.source.resolution);
    facts.push(
      `The slowest that completed was checkpoint ${slowest.id}: ${took}, triggered ${moment(trace.epoch + slowest.trigger)}.`,
    );
  }
  for (const { id, failure, trigger } of failed.slice(0, mostFailures)) {
    const reason = failure === undefined ? 'no reason is recorded.' : markdownText(shortened(failure));
    facts.push(`Checkpoint ${id} failed, triggered ${moment(trace.epoch + trigger)}: ${reason}`);
  }
  if (failed.length > mostFailures) facts.push(`${formatCount(failed.length - mostFailures)} more failed.`);
  return facts;
}

const sourceWords = new Map([
  ['flink', 'a Flink job'],
  ['engine', 'a run of the embedded engine'],
]);

/** Where the numbers come from, and what made this page of them. */
function madeWords({ source, producer }: Trace, file: string, madeBy: string, madeAt: number): string {
  const fields = { 'snapshot mode': source.snapshot, Flink: source['flinkVersion'], state: source.state };
  const settings = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${name} ${value}`] : [],
  );
  const what = sourceWords.get(source.kind) ?? source.kind;
  const of = `${what}${settings.length === 0 ? '' : ` (${settings.join(', ')})`}`;
  const recorder = `${producer.name} ${producer.version}`;
  return [
    `From ${markdownText(file)}: ${markdownText(of)}, put together by ${markdownText(recorder)}.`,
    `Summary made by Checkpoint Lens ${madeBy} on ${moment(madeAt)}.`,
  ].join(' ');
}

function listOf(title: string, facts: readonly string[]): string[] {
  if (facts.length === 0) return [];
  const list = facts.map((fact) => `- ${fact}`).join('\n');
  return title === '' ? [list] : [`### ${title}`, list];
}

/** Universal time: people who read a report are in several time zones. */
function moment(unixMs: number): string {
  const time = new Date(unixMs);
  if (Number.isNaN(time.getTime())) return 'at a time that is not known';
  return time.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

function shortened(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0]!;
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line;
}
