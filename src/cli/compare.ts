import { Command } from 'commander';
import { compare, type Comparison } from '../analysis/comparison/comparison.js';
import { comparisonVerdict } from '../analysis/comparison/comparisonVerdict.js';
import { singleCheckpoint, wholeRun, type Side } from '../analysis/comparison/side.js';
import { verdictText } from '../analysis/verdict/verdict.js';
import { comparisonJson, comparisonTable } from './comparisonOutput.js';
import { printable } from './failure.js';
import { jsonText } from './jsonText.js';
import { noSuchCheckpoint, parseCheckpoint } from './namedCheckpoint.js';
import { readJob } from './readJob.js';

const help = `
Operators are paired by uid, else by name, else by their place in the graph. Each value is the longest subtask of one
checkpoint; savepoints, checkpoints that failed, and #1 of each run are left out. A difference is beyond noise where the
interval of the shift (Hodges–Lehmann, from the Mann–Whitney statistic) does not hold zero; all rows together keep to an
error of 5 %. The interval does not know how much whole runs differ from each other.

JSON: { "headline", "meanwhile", "evidence": sentences, "before", "after": what was compared, "rows": an operator and a
phase each, or a "cost" beyond the phases: "heldInput", "queuedUpload", "backPressured"; "duration", "bytes": of whole
checkpoints }; durations in ms, changes as shares of 1

Examples:
  checkpoint-lens compare before.ckpt.json after.ckpt.json
  checkpoint-lens compare orders.ckpt.json orders.ckpt.json --before-checkpoint 3 --after-checkpoint 8`;

interface CompareOptions {
  readonly json?: true;
  readonly beforeJob?: string;
  readonly afterJob?: string;
  readonly beforeCheckpoint?: number;
  readonly afterCheckpoint?: number;
}

/** `checkpoint-lens compare BEFORE AFTER [--json]`: what became longer or shorter, and whether that is more than noise. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Say what became longer or shorter between two traces, and whether that is more than noise.')
    .argument('<before>', 'a file, or a folder of one job, in any format that opens')
    .argument('<after>', 'the same of what to compare with it')
    .option('--json', 'print the same as JSON')
    .option('--before-job <id>', 'which job, where BEFORE holds several: its id or its name')
    .option('--after-job <id>', 'which job, where AFTER holds several')
    .option('--before-checkpoint <n>', 'only this checkpoint of BEFORE', parseCheckpoint)
    .option('--after-checkpoint <n>', 'only this checkpoint of AFTER', parseCheckpoint)
    .addHelpText('after', help)
    .action(async (before: string, after: string, options: CompareOptions) => {
      const comparison = compare(
        await sideOf(before, 'before', options.beforeJob, options.beforeCheckpoint),
        await sideOf(after, 'after', options.afterJob, options.afterCheckpoint),
      );
      process.stdout.write(options.json ? jsonText(comparisonJson(comparison)) : comparisonPage(comparison));
    });
}

async function sideOf(
  path: string,
  side: 'before' | 'after',
  job: string | undefined,
  checkpoint: number | undefined,
): Promise<Side> {
  const { trace } = await readJob([path], job, `--${side}-job`);
  if (checkpoint === undefined) return wholeRun(trace);
  const single = singleCheckpoint(trace, checkpoint);
  if (single.checkpoints.length > 0) return single;
  throw noSuchCheckpoint(trace, checkpoint, [path]);
}

function comparisonPage(comparison: Comparison): string {
  const sentences = `${printable(verdictText(comparisonVerdict(comparison)))}\n`;
  const table = comparisonTable(comparison);
  return table === '' ? sentences : `${sentences}\n${table}`;
}
