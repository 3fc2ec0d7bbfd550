import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordCommand } from '../../../src/cli/record.js';
import { runCommand } from '../../../src/cli/run.js';
import { sqlCommand } from '../../../src/cli/sql.js';
import { runInProcess, type Ran } from './inProcess.js';

let folder: string;
let pipeline: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
  pipeline = join(folder, 'orders.pipeline.ts');
  await writeFile(pipeline, 'export default 1;\n');
});

afterAll(() => rm(folder, { recursive: true }));

const run = (...args: readonly string[]): Promise<Ran> =>
  runInProcess([runCommand(), sqlCommand(), recordCommand()], args);

describe('the help of the command line', () => {
  it.each(['run', 'sql', 'record'])('of %s says defaults as they would be given', async (command) => {
    const { code, stdout } = await run(command, '--help');
    expect(code).toBe(0);
    const durations = stdout.replaceAll(/\s+/g, ' ').match(/<time>.*?(?= --)/g)!;
    const defaults = durations.flatMap((text) => /\(default: (.*?)\)/.exec(text)?.[1] ?? []);
    expect(defaults).not.toEqual([]);
    for (const written of defaults) expect(written).toMatch(/^(none|\d+(ms|s|min|h))$/);
    expect(stdout).not.toContain('[]');
  });
});

describe('a folder where a file has to be', () => {
  it.each(['run', 'sql'])('is no pipeline to %s, which says what to name', async (command) => {
    expect(await run(command, folder)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${folder}: is a folder. Name a *.pipeline.ts file in it.\n`,
    });
  });

  it('is no trace, which is said before anything runs', async () => {
    expect(await run('run', pipeline, '--trace', folder)).toEqual({
      code: 2,
      stdout: '',
      stderr: `--trace ${folder}: is a folder. Name a file in it.\n`,
    });
  });
});

it.each(['-1', '1.5', '0', 'many'])('a count of %s is refused with what may stand there', async (count) => {
  const { code, stderr } = await run('run', pipeline, '--checkpoints', count);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error: option '--checkpoints <n>' argument '${count}' is invalid. Give a whole number from 1. Try --help.\n`,
  });
});

it.each(['full-copy', 'blocking'])('a snapshot by %s that should be incremental is refused', async (mode) => {
  expect(await run('run', pipeline, '--incremental', '--snapshot', mode)).toEqual({
    code: 2,
    stdout: '',
    stderr:
      `--incremental and --snapshot ${mode} do not go together: only a copy-on-write snapshot can have no more than what has changed. ` +
      'Leave one of the two out.\n',
  });
});
