import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { largePages } from '../../src/engine/runtime/largePages.js';
import { readTraceBytes } from '../../src/trace/ckptReader.js';
import { phases, type Phase, type Trace } from '../../src/trace/model.js';

/** The pipeline of the benchmarks; its counting operator is the second one. */
export const keyedCount = 'test/bench/pipelines/keyedCount.pipeline.ts';
export const counting = 1;

/** Runs a pipeline with the built command line in a process of its own, as VS Code does. @throws {Error} with what it said where it failed */
export function runPipeline(definition: string, traceFile: string, args: readonly string[]): Trace {
  const command = ['dist/cli.js', 'run', definition, ...args, '--trace', traceFile];
  const env = { ...process.env, ...largePages(process.env) };
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`checkpoint-lens run ${args.join(' ')} failed: ${stderr}`);
  return readTraceBytes(readFileSync(traceFile)).trace;
}

/** The counting subtasks' spans of a phase. */
export function spansOf(
  { spans }: Trace,
  phase: Phase,
): readonly { readonly checkpoint: number; readonly start: number; readonly end: number }[] {
  const code = phases.indexOf(phase);
  return [...spans.start.keys()]
    .filter((i) => spans.operator[i] === counting && spans.phase[i] === code)
    .map((i) => ({ checkpoint: spans.checkpoint[i]!, start: spans.start[i]!, end: spans.end[i]! }));
}

/** The completed checkpoints with, but for a hundredth, the most bytes: earlier ones had not all keys yet. */
export function fullCheckpoints({ checkpoints: all }: Trace): readonly number[] {
  const most = Math.max(...all.map(({ bytes }) => bytes ?? 0));
  return [...all.keys()].filter((index) => (all[index]!.bytes ?? 0) >= most * 0.99);
}
