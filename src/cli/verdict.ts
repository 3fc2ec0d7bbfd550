import { Command } from 'commander';
import { loudestOf } from '../analysis/advice/adviceOn.js';
import type { BlockedShare } from '../analysis/blockedShare.js';
import { worstBlocked } from '../analysis/blockedTime.js';
import { uploadTax } from '../analysis/operatorCosts.js';
import { formatBytes, formatDuration, formatRate, formatShare } from '../analysis/quantities.js';
import { operatorStatistics, type OperatorStatistics } from '../analysis/statistics.js';
import { verdict, verdictText, type Phrase } from '../analysis/verdict/verdict.js';
import type { CheckpointStatus, Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { printable } from './failure.js';
import { jsonText } from './jsonText.js';
import { checkpointNumbered, parseCheckpoint } from './namedCheckpoint.js';
import { readJob } from './readJob.js';
import { alignedTable, shortened } from './table.js';
import { runAdviceJson, whyJson, whyPage } from './verdictWhy.js';

const help = `
What could not be read of a damaged trace is said on stderr; the verdict is on the rest.

JSON: { "headline", "meanwhile", "evidence": sentences, "blocked": the longest standstill or null,
"checkpoints": how many of each status, "operators": durations in ms, rates in records per second,
shares of time from 0 to 1, "why": the critical path of the checkpoint that the sentences are about,
and what could be tried, or null, "adviceOnRun": what all checkpoints together say }

Example:
  checkpoint-lens verdict orders.ckpt.json --json`;

/** `checkpoint-lens verdict INPUT... [--json]`: who was blocked and for how long, then a table of the operators. */
export function verdictCommand(): Command {
  return new Command('verdict')
    .description(
      'Say in one sentence who was blocked and for how long, and per operator: lock hold, upload, throughput.',
    )
    .argument('<input...>', 'files and folders of one job, in any format that opens')
    .option('--json', 'print the same as JSON')
    .option('--job <id>', 'which job, where the input holds several: its id or its name')
    .option('--checkpoint <id>', 'the verdict on this checkpoint', parseCheckpoint)
    .addHelpText('after', help)
    .action(async (inputs: readonly string[], { json, job, checkpoint }: VerdictOptions) => {
      const { trace } = await readJob(inputs, job);
      const chosen = checkpoint === undefined ? undefined : checkpointNumbered(trace, checkpoint, inputs);
      process.stdout.write(json ? jsonText(verdictJson(trace, chosen)) : verdictPage(trace, chosen));
    });
}

interface VerdictOptions {
  readonly json?: true;
  readonly job?: string;
  readonly checkpoint?: number;
}

/** The sentences, tables with one line an operator, and why. */
function verdictPage(trace: Trace, checkpoint: CheckpointIndex | undefined): string {
  const sentences = `${printable(verdictText(verdict(trace, checkpoint)))}\n`;
  const why = whyPage(trace, checkpoint ?? loudestOf(trace));
  const statistics = operatorStatistics(trace);
  if (statistics.every(({ checkpoints }) => checkpoints === 0)) return `${sentences}${why}`;
  const tables = [columns, costColumns].map((of) => operatorTable(trace, statistics, of));
  return `${sentences}
${tables.filter((table) => table !== '').join('\n')}${why}`;
}

/** A line an operator; empty where none of the columns is known. */
function operatorTable(
  trace: Trace,
  statistics: readonly OperatorStatistics[],
  all: readonly Column[],
): string {
  const known = all.filter(({ isKnown }) => isKnown === undefined || statistics.some(isKnown));
  if (known.length === 0) return '';
  const header = ['operator', ...known.map(({ title }) => title)];
  const rows = statistics.map((of) => [
    shortened(printable(trace.operators[of.operator]!.name)),
    ...known.map(({ text }) => text(of, trace)),
  ]);
  return alignedTable([header, ...rows]);
}

/** What `--json` prints; durations in ms, subtasks from 0, an operator and a checkpoint by its id. */
function verdictJson(trace: Trace, checkpoint: CheckpointIndex | undefined): unknown {
  const { headline, meanwhile, evidence } = verdict(trace, checkpoint);
  const worst = worstBlocked(trace, { checkpoint });
  const about = checkpoint ?? loudestOf(trace);
  const count = (status: CheckpointStatus) =>
    trace.checkpoints.filter((checkpoint) => checkpoint.status === status).length;
  return {
    headline: textOf(headline),
    meanwhile: textOf(meanwhile),
    evidence: textOf(evidence),
    blocked:
      worst === undefined
        ? null
        : {
            checkpoint: trace.checkpoints[worst.checkpoint]!.id,
            operator: trace.operators[worst.operator]!.id,
            subtask: worst.subtask,
            ms: worst.ms,
            syncMs: worst.syncMs,
            preBarrierMs: worst.preBarrierMs,
            uncertaintyMs: worst.uncertaintyMs,
            measured: worst.measured,
          },
    checkpoints: { completed: count('completed'), failed: count('failed'), inProgress: count('inProgress') },
    operators: operatorStatistics(trace).map((of) => ({
      id: trace.operators[of.operator]!.id,
      name: trace.operators[of.operator]!.name,
      checkpoints: of.checkpoints,
      lockHoldMs: of.lockHold,
      flushMs: of.flush,
      uploadMs: of.upload,
      alignmentMs: of.alignment,
      startDelayMs: of.startDelay,
      uploadBytes: of.uploadBytes,
      uploadQueueingMs: of.uploadQueueing,
      heldInputMs: of.heldInput,
      bytesCopied: of.bytesCopied,
      backPressured: of.load?.backPressured,
      idle: of.load?.idle,
      blockedMs: of.blocked?.ms,
      blockedShare: of.blocked?.share,
      recordsPerSecondBefore: of.recordsBefore,
      recordsPerSecondDuring: of.recordsDuring,
    })),
    why: about === undefined ? null : whyJson(trace, about),
    adviceOnRun: runAdviceJson(trace),
  };
}

function textOf(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join('');
}

interface Column {
  readonly title: string;
  readonly text: (of: OperatorStatistics, trace: Trace) => string;
  /** Without it the column is always there; with it, where this is so of some operator. */
  readonly isKnown?: (of: OperatorStatistics) => boolean;
}

const notApplicable = '–';

const columns: readonly Column[] = [
  { title: 'median lock hold', text: ({ lockHold }, trace) => duration(trace, lockHold?.median) },
  { title: 'max lock hold', text: ({ lockHold }, trace) => duration(trace, lockHold?.max) },
  { title: 'median upload', text: ({ upload }, trace) => duration(trace, upload?.median) },
  { title: 'blocked in all', text: ({ blocked }, trace) => blockedWords(trace, blocked) },
  { title: 'records before', text: ({ recordsBefore }) => rate(recordsBefore) },
  { title: 'records during', text: ({ recordsDuring }) => rate(recordsDuring) },
];

/** What checkpoints cost beyond their phases; each where it was counted of some operator. */
const costColumns: readonly Column[] = [
  {
    title: 'lost to uploads',
    text: (of) => taxWords(uploadTax(of)),
    isKnown: (of) => uploadTax(of) !== undefined,
  },
  {
    title: 'copied for snapshots',
    text: ({ bytesCopied }) => (bytesCopied === undefined ? notApplicable : formatBytes(bytesCopied)),
    isKnown: ({ bytesCopied }) => bytesCopied !== undefined,
  },
  {
    title: 'back-pressured',
    text: ({ load }) => (load === undefined ? notApplicable : formatShare(load.backPressured)),
    isKnown: ({ load }) => load !== undefined,
  },
  {
    title: 'idle',
    text: ({ load }) => (load === undefined ? notApplicable : formatShare(load.idle)),
    isKnown: ({ load }) => load !== undefined,
  },
  {
    title: 'longest input held back',
    text: ({ heldInput }, trace) => duration(trace, heldInput?.max),
    isKnown: ({ heldInput }) => heldInput !== undefined,
  },
  {
    title: 'longest wait to upload',
    text: ({ uploadQueueing }, trace) => duration(trace, uploadQueueing?.max),
    isKnown: ({ uploadQueueing }) => uploadQueueing !== undefined,
  },
];

function duration({ source }: Trace, ms: number | undefined): string {
  return ms === undefined ? notApplicable : formatDuration(ms, source.resolution);
}

/** The sum over all subtasks, and what it is of their time. */
function blockedWords(trace: Trace, blocked: BlockedShare | undefined): string {
  if (blocked === undefined) return notApplicable;
  return `${duration(trace, blocked.ms)} (${formatShare(blocked.share)})`;
}

function taxWords(tax: number | undefined): string {
  if (tax === undefined) return notApplicable;
  return tax <= 0 ? 'none' : formatShare(tax);
}

function rate(perSecond: number | undefined): string {
  return perSecond === undefined ? notApplicable : formatRate(perSecond, 'records');
}
