import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alone, checkpointLens, type Ended, folderAfter } from './commandLine.js';

const definition = 'flights.pipeline.ts';

const afterThreeCheckpoints = folderAfter(async (folder) => {
  const slow = ['--set', 'rate=500', '--interval', '100ms', '--checkpoints', '3'];
  const { code, stderr } = await checkpointLens(folder, 'run', definition, ...alone, ...slow);
  expect(code, stderr).toBe(0);
});

/** Changes the flights example after a run of three checkpoints, and starts it again from the last. */
async function changed(
  change: (text: string) => string,
  ...args: readonly string[]
): Promise<Ended & { readonly folder: string }> {
  const folder = await afterThreeCheckpoints();
  const text = await readFile(join(folder, definition), 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(join(folder, definition), change(text));
  const restore = ['--restore', 'latest', ...alone, ...args];
  return { folder, ...(await checkpointLens(folder, 'run', definition, ...restore)) };
}

const renamed = (text: string): string => text.replace(".uid('delay')", ".uid('lateness')");

describe('a restore of a pipeline that has changed', () => {
  it('is refused where an operator with state has another id, and both are named', async () => {
    const { code, stderr } = await changed(renamed);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'The checkpoint #3 of “flights” holds state of “delay by origin” (id delay), which the pipeline does not have, ' +
        'and nothing for “delay by origin” (id lateness), which it has. If they are the same operator, give it ' +
        ".uid('delay'); else leave the state out with --allow-non-restored-state.",
    );
  });

  it('leaves out the state that nobody takes where that is allowed, and says so', async () => {
    const { code, stderr } = await changed(renamed, '--allow-non-restored-state');
    expect(stderr).toContain(
      'The state of “delay by origin” (id delay) is left out: the pipeline has no such operator.',
    );
    expect(stderr).toContain('“delay by origin” (id lateness) starts without state.');
    expect(code).toBe(0);
  });

  it('sets the results aside that a sink with another id had written to its folder', async () => {
    const sink = (text: string): string => text.replace(".name('results')", ".name('results').uid('other')");
    const { code, stderr, folder } = await changed(sink, '--allow-non-restored-state');
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('“results” (id other) starts without state.'),
    ]);
    const parts = await readdir(join(folder, 'results/flights/.previous'));
    expect(parts.filter((name) => name.startsWith('part-'))).not.toEqual([]);
  });

  it('is refused where a state has another type, and is not said to have succeeded', async () => {
    const { code, stderr } = await changed((text) =>
      text.replace('count: valueState(int64)', 'count: valueState(string)'),
    );
    expect(stderr).toMatch(/flights\.pipeline\.ts:\d+:\d+: |delay by origin/);
    expect(stderr).not.toContain('Restored from');
    expect(code).toBe(1);
  });

  it('takes an operator in that keeps no state', async () => {
    const mapped = (text: string): string =>
      text.replace('.keyBy(', ".map(Flight, (flight) => flight).name('same').keyBy(");
    const { code, stderr } = await changed(mapped);
    expect(stderr).toContain('Restored from checkpoint #3.');
    expect(code).toBe(0);
  });
});
