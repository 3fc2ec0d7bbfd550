import type { Advice } from '../analysis/advice/advice.js';
import { adviceOn, adviceOnRun } from '../analysis/advice/adviceOn.js';
import { criticalPath } from '../analysis/path/criticalPath.js';
import { edgesOf } from '../analysis/path/edges.js';
import { explanation } from '../analysis/verdict/explanation.js';
import { extentOf } from '../analysis/extent.js';
import { pathSum, type PathSum } from '../analysis/path/pathSum.js';
import type { Phrase } from '../analysis/phrases.js';
import { sharesByCheckpoint } from '../analysis/shares.js';
import type { Trace } from '../trace/model.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import { printable } from './failure.js';

/** Why a checkpoint took as long as it did, and what could be tried, as lines for a person. */
export function whyPage(trace: Trace, checkpoint: CheckpointIndex | undefined): string {
  const now = extentOf(trace).now;
  const advice = [
    ...(checkpoint === undefined ? [] : adviceOn(trace, checkpoint, now)),
    ...adviceOnRun(trace),
  ];
  const tries = advice.length === 0 ? [] : ['', 'What to try:', ...advice.flatMap(adviceLines)];
  const why = checkpoint === undefined ? [] : whyLines(trace, checkpoint, now);
  return [...why, ...tries].map((line) => `${printable(line)}\n`).join('');
}

function whyLines(trace: Trace, checkpoint: CheckpointIndex, now: Ms): readonly string[] {
  const path = criticalPath(sharesByCheckpoint(trace)[checkpoint]!, edgesOf(trace), now);
  const { stages, acknowledgements, waitingOrSize, failures } = explanation(trace, checkpoint, now);
  return [
    '',
    `Critical path of #${trace.checkpoints[checkpoint]!.id}:`,
    ...sumLines(pathSum(trace, path)),
    '',
    ...[stages, acknowledgements, waitingOrSize, failures].map(textOf),
  ];
}

/** Labels to the left, numbers to the right, the total under them. */
function sumLines({ steps, total, totalLabel }: PathSum): readonly string[] {
  const rows = steps.flatMap(({ who, lines }) => [
    { label: who, value: '' },
    ...lines.map(({ label, value }) => ({ label: `  ${label}`, value })),
  ]);
  const all = [...rows, { label: totalLabel, value: total }];
  const labels = Math.max(...all.map(({ label }) => label.length));
  const values = Math.max(...all.map(({ value }) => value.length));
  return all.map(({ label, value }) => `  ${label.padEnd(labels)}  ${value.padStart(values)}`.trimEnd());
}

function adviceLines({ found, compared, tries }: Advice): readonly string[] {
  return [
    `- ${textOf(found)}`,
    `  ${compared}`,
    ...tries.flatMap(({ text, option }) => {
      if (option === undefined) return [`  · ${text}`];
      const formerly = option.formerly === undefined ? '' : ` (in Flink 1.x: ${option.formerly})`;
      return [`  · ${text}`, `    ${option.name}${formerly}: ${option.does}`];
    }),
  ];
}

/** The same for `--json`; times in ms since the trigger. */
export function whyJson(trace: Trace, checkpoint: CheckpointIndex): unknown {
  const now = extentOf(trace).now;
  const path = criticalPath(sharesByCheckpoint(trace)[checkpoint]!, edgesOf(trace), now);
  const words = explanation(trace, checkpoint, now);
  return {
    checkpoint: trace.checkpoints[checkpoint]!.id,
    criticalPath: path.parts.map(({ kind, from, to, row }) => ({
      kind,
      fromMs: from - path.start,
      toMs: to - path.start,
      ...(row === undefined ? {} : { operator: trace.operators[row.operator]!.id, subtask: row.subtask }),
    })),
    stages: textOf(words.stages),
    acknowledgements: textOf(words.acknowledgements),
    waitingOrSize: textOf(words.waitingOrSize),
    failures: textOf(words.failures),
    advice: adviceOn(trace, checkpoint, now).map(adviceJson),
  };
}

/** What all checkpoints together say. */
export function runAdviceJson(trace: Trace): readonly unknown[] {
  return adviceOnRun(trace).map(adviceJson);
}

function adviceJson({ rule, found, compared, tries }: Advice): unknown {
  return { rule, found: textOf(found), compared, tries };
}

function textOf(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join('');
}
