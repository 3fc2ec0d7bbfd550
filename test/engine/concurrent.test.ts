import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/trace/model.js';
import { checkpointLens, examplesFolder, soundTrace } from './commandLine.js';

/** Counts the records of 8,000 keys, five of each, and gives a line for every one. */
const definition = `
import { fileSink, generate, int32, pipeline, string, struct, valueState } from 'checkpoint-lens';
const Visit = struct({ visitor: int32 });
const Counted = struct({ visitor: int32, count: int32 });
export default pipeline('visits', ({ env }) => {
  env
    .source(Visit, generate((index) => ({ visitor: index % 8000 }), { count: 40_000, rate: 16_000 }))
    .keyBy((visit) => visit.visitor)
    .process(Counted, {
      state: { count: valueState(int32), path: valueState(string) },
      process({ visitor }, { state, emit }) {
        const count = state.count.value() + 1;
        state.count.update(count);
        state.path.update(\`\${state.path.value()}/\${count}\`);
        if (state.path.value().split('/').length !== count + 1) throw new Error('the two states differ');
        emit({ visitor, count });
      },
    })
    .sinkTo(fileSink('out'));
});
`;

/** Checkpoints that were triggered while an earlier one was still under way. */
function overlapping({ checkpoints }: Trace): number {
  return checkpoints.filter(({ trigger }, index) =>
    checkpoints.slice(0, index).some(({ end = Infinity }) => end > trigger),
  ).length;
}

async function expectEachOnce(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const lines = texts.flatMap((text) => text.trim().split('\n').slice(1));
  expect(lines).toHaveLength(40_000);
  expect(new Set(lines).size).toBe(40_000);
}

describe('checkpoints at once', () => {
  const slow = ['--interval', '100ms', '--max-concurrent', '3', '--throttle', '400kB/s'];

  it.each([
    ['--incremental', '--retain', '1'],
    ['--snapshot', 'full-copy'],
  ])('go while earlier ones upload, and each holds the state at its barriers: %s %s', async (...how) => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'visits.pipeline.ts'), definition);
    const run = ['run', 'visits.pipeline.ts', ...slow, ...how];
    const first = await checkpointLens(folder, ...run, '--checkpoints', '4');
    expect(first.code, first.stderr).toBe(0);
    // On a busy machine a later one may be complete first; nothing else fails.
    expect(first.stderr).toMatch(
      /^(Checkpoint #\d failed [^\n]*, triggered later, completed before it\.\n)*$/,
    );
    expect(overlapping(await soundTrace(folder, '.checkpoint-lens/visits.ckpt.json'))).toBeGreaterThan(0);
    const rest = await checkpointLens(folder, ...run, '--restore', 'latest', '--parallelism', '3');
    expect(rest.code, rest.stderr).toBe(0);
    await expectEachOnce(join(folder, 'out'));
  });

  it('are refused where barriers overtake, and said to be one at a time where there is a least pause', async () => {
    const folder = await examplesFolder();
    const run = ['run', 'flights.pipeline.ts', '--max-concurrent', '2'];
    for (const flag of [['--unaligned'], ['--aligned-timeout', '1s']]) {
      const refused = await checkpointLens(folder, ...run, ...flag);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(`--max-concurrent 2 and ${flag[0]!} do not go together`);
    }
    const alone = await checkpointLens(folder, ...run, '--min-pause', '10ms', '--interval', '20ms');
    expect(alone.code).toBe(0);
    expect(alone.stderr).toContain('Checkpoints go one at a time: with --min-pause');
    expect(overlapping(await soundTrace(folder, '.checkpoint-lens/flights.ckpt.json'))).toBe(0);
  });
});
