import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { checkpointLens, examplesFolder, soundTrace, start, type Ended } from './commandLine.js';
import { patienceMs } from './storedRuns.js';

const imports =
  "import { blackholeSink, fileSink, generate, int32, jsonFile, pipeline, string, struct, valueState } from 'checkpoint-lens';\n" +
  'const N = struct({ n: int32 });\n';

/** Runs a definition with this text after the imports, from line 3. */
async function runText(
  text: string,
  ...args: readonly string[]
): Promise<Ended & { readonly folder: string }> {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'bad.pipeline.ts'), imports + text);
  return {
    folder,
    ...(await checkpointLens(folder, 'run', 'bad.pipeline.ts', '--checkpoints', '1', ...args)),
  };
}

const numbers = 'env.source(N, generate((n) => ({ n: n % 100 }))).name("numbers")';

describe('a definition that cannot run is refused with its place', () => {
  it.each([
    [
      'a syntax error',
      'export default pipeline("bad", ({ env }) => {\n  const x: = 1;\n});',
      /bad\.pipeline\.ts:4:12: Unexpected token/,
    ],
    [
      'an enum',
      'enum Color { Red }\n',
      /bad\.pipeline\.ts:3:1: TypeScript enum is not supported.*plain constants/,
    ],
    ['code that throws', 'throw new Error("no licence");\n', /bad\.pipeline\.ts:3:7: no licence/],
    [
      'no pipeline',
      'export const nothing = 1;\n',
      /bad\.pipeline\.ts: has no pipeline as its default export/,
    ],
    [
      'a stream that nothing reads',
      `export default pipeline("bad", ({ env }) => {\n  ${numbers};\n});`,
      /bad\.pipeline\.ts:4:1: Nothing reads “numbers”/,
    ],
    [
      'a package that is not there',
      'import _ from "lodash";\nexport default 1;\n',
      /imports “lodash”, which is not installed there: run npm install lodash/,
    ],
    [
      'a file that is not there',
      'import { a } from "./missing.js";\nexport default a;\n',
      /imports “\.\/missing\.js”, and there is no such file/,
    ],
    [
      'a struct in a struct, which records do not have',
      'const Nested = struct({ n: int32, inner: N });\n',
      /bad\.pipeline\.ts:3:\d+: The field “inner” has no type that a field can have: take int32, .*json\(\)/,
    ],
    [
      'parallelism of 0',
      `export default pipeline("bad", ({ env }) => {\n  ${numbers}.parallelism(0).sinkTo(blackholeSink());\n});`,
      /bad\.pipeline\.ts:4:1: The parallelism of “numbers” is 0/,
    ],
    [
      'two operators of one name',
      `export default pipeline("bad", ({ env }) => {\n  ${numbers}.map(N, (r) => r).name("numbers")\n    .sinkTo(blackholeSink());\n});`,
      /bad\.pipeline\.ts:4:\d+: Two operators have the id “numbers”/,
    ],
  ])('%s', async (_, text, message) => {
    const { code, stdout, stderr } = await runText(text);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('a file that does not exist', async () => {
    const { code, stderr } = await checkpointLens(await examplesFolder(), 'run', 'nowhere.pipeline.ts');
    expect(code).toBe(2);
    expect(stderr).toMatch(/nowhere\.pipeline\.ts: there is no such file\./);
  });

  it.each([
    [['--set', 'keyz=1'], /--set keyz: the pipeline has no such parameter; it has keys, rate\./],
    [['--set', 'keys=many'], /--set keys=many is not a number/],
    [['--snapshot', 'none'], /copy-on-write, full-copy, blocking/],
    [['--interval', '2'], /Give a time above 0 with its unit/],
    [['--throttle', 'fast'], /Give a rate above 0 with its unit/],
    [['--checkpoints', '0'], /Give a whole number from 1/],
    [['--storage', 'gs://bucket/chk'], /gs:\/\/bucket\/chk: checkpoints cannot be kept in “gs:”/],
    [['--storage', 'hdfs://name:8020/chk'], /port 8020 is the NameNode's own protocol/],
    [['--storage', 's3://me:secret@bucket/chk'], /a storage URI takes no user or password/],
    [
      ['--trace', 'orders.pipeline.ts/a.ckpt.json'],
      /The trace .*a\.ckpt\.json cannot be written: part of the path is a file/,
    ],
  ])('a setting that it cannot use: %o', async (args, message) => {
    const { code, stderr } = await checkpointLens(
      await examplesFolder(),
      'run',
      'orders.pipeline.ts',
      ...args,
    );
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('a function that never returns', () => {
  it('is named by the checkpoint that waits for it, with its place, before those that wait for it too', async () => {
    const { code, stderr } = await runText(
      `export default pipeline("bad", ({ env }) => {\n  ${numbers}.parallelism(1)\n` +
        `    .map(N, (record) => { for (;;) if (record.n < 0) return record; }).name("stuck").parallelism(1)\n` +
        `    .map(N, (record) => record).name("after").parallelism(1).sinkTo(blackholeSink());\n});`,
      ...['--interval', '200ms', '--timeout', '3s', '--tolerable-failures', '0'],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /Checkpoint #1 failed after [^:]*: timed out after 3000 ms, not acknowledged by stuck \(1\/1\), which has been in one batch of records for \d+ s \(bad\.pipeline\.ts:\d\);/,
    );
    expect(stderr).toContain('after (1/1), which has no barrier of stuck (1/1)');
  });
});

describe('a run that fails says where, and leaves a trace', () => {
  it.each([
    [
      'user code that throws',
      `${numbers}.map(N, ({ n }) => {\n    if (n === 50) throw new Error("fifty");\n    return { n };\n  }).name("check").sinkTo(blackholeSink());`,
      /bad\.pipeline\.ts:5:25: check \(\d\/2\): fifty/,
    ],
    [
      'a record that does not fit its type',
      `${numbers}.map(N, ({ n }) => ({ n: n / 3 })).name("thirds").sinkTo(blackholeSink());`,
      /thirds \(\d\/2\): the field “n” is declared int32 and got 0\.[36]+ \(number\) in \{ n: 0\.[36]+ \}/,
    ],
    [
      'a file without the declared fields',
      'env.source(struct({ origin: string }), jsonFile(params.path("f", "data/f.json"))).name("file").sinkTo(blackholeSink());',
      /file \(1\/1\): .*f\.json: object 2 does not fit the record type: the field “origin” is declared string and got undefined/,
    ],
    [
      'a file that is not JSON',
      'env.source(N, jsonFile(params.path("f", "bad.pipeline.ts"))).name("file").sinkTo(blackholeSink());',
      /file \(1\/1\): .*bad\.pipeline\.ts is not JSON/,
    ],
    [
      'a file that is not there',
      'env.source(N, jsonFile(params.path("f", "none.json"))).name("file").sinkTo(blackholeSink());',
      /file \(1\/1\): .*none\.json cannot be read: there is no such file or folder/,
    ],
  ])('%s', async (_, body, message) => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'data/f.json'), '[{"origin":"SEA"},{"delay":1}]');
    await writeFile(
      join(folder, 'bad.pipeline.ts'),
      `${imports}export default pipeline("bad", ({ env, params }) => {\n  ${body}\n});`,
    );
    const { code, stderr } = await checkpointLens(folder, 'run', 'bad.pipeline.ts', '--checkpoints', '1');
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
    const trace = await soundTrace(folder, '.checkpoint-lens/bad.ckpt.json');
    expect(trace.source).toMatchObject({ state: 'failed' });
    expect(trace.source.failure).toMatch(message);
  });

  it('state that no memory has room for', async () => {
    const folder = await examplesFolder();
    const { code, stderr } = await checkpointLens(folder, 'run', 'orders.pipeline.ts', '--set', 'keys=1e12');
    expect(stderr).toMatch(/count per customer \(\d\/2\): there is no memory for \d+ MB of keyed state/);
    expect(code).toBe(1);
  });

  it('an unwritable storage, before anything runs', async () => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'occupied'), 'a file');
    const { code, stderr } = await checkpointLens(
      folder,
      'run',
      'orders.pipeline.ts',
      '--storage',
      'occupied/deep',
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /checkpoint storage cannot be used: cannot write .*occupied.*: part of the path is a file, not a folder\. Name another folder with --storage/,
    );
  });

  it('a definition that never returns, at its top or in its pipeline: it is named, and the run can be stopped', async () => {
    const folder = await examplesFolder();
    const stopped = async (file: string, text: string): Promise<void> => {
      await writeFile(join(folder, file), imports + text);
      const { child, ended } = start(folder, 'run', file);
      const [said] = (await once(child.stderr!, 'data')) as [Buffer];
      expect(said.toString()).toContain(
        `${file}: the definition's own code has not returned for 5 s, and nothing runs before it has.`,
      );
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 0, stdout: 'Cancelled.\n' });
    };
    const waits = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
    await Promise.all([
      stopped('top.pipeline.ts', 'while (true);\nexport default pipeline("bad", () => undefined);'),
      stopped('inside.pipeline.ts', `export default pipeline("bad", () => { ${waits} });`),
    ]);
  });

  it('a storage that a restore cannot reach, in the same words', async () => {
    const storage = 'hdfs://127.0.0.1:1/checkpoints';
    const args = ['run', 'orders.pipeline.ts', '--storage', storage, '--restore', 'latest'];
    const { code, stderr } = await checkpointLens(await examplesFolder(), ...args);
    expect(stderr).toMatch(
      /^The checkpoint storage cannot be used: cannot list hdfs:.*: no answer from 127\.0\.0\.1:1: nothing listens there.*\.\n$/,
    );
    expect(code).toBe(2);
  });

  it('a disk that is full: the checkpoint fails with the reason, and the results so far are whole', async () => {
    const full = '/dev/full';
    const folder = await examplesFolder();
    await mkdir(join(folder, 'results/flights'), { recursive: true });
    const body = `${numbers}.keyBy((r) => r.n).process(N, { state: { c: valueState(int32) }, process({ n }, { state }) { state.c.update(n); } }).name("keep").sinkTo(fileSink(params.path("out", "results/flights")));`;
    await writeFile(
      join(folder, 'bad.pipeline.ts'),
      `${imports}export default pipeline("bad", ({ env, params }) => {\n  ${body}\n});`,
    );
    const storage = join(folder, 'storage');
    await mkdir(storage);
    const run = checkpointLens(folder, 'run', 'bad.pipeline.ts', '--storage', storage, '--interval', '1s');
    // Puts the device that is always full where the state files of the first checkpoints will be.
    const made = await vi.waitUntil(async () => (await readdir(storage))[0], {
      timeout: patienceMs,
      interval: 5,
    });
    for (const checkpoint of [1, 2, 3]) {
      const chk = join(storage, made, `chk-${checkpoint}`);
      await mkdir(chk);
      for (const subtask of [0, 1]) await symlink(full, join(chk, `operator-1-subtask-${subtask}.state`));
    }
    const { code, stderr } = await run;
    expect(stderr).toMatch(
      /Checkpoint #1 failed after .*: cannot write .*: the disk is full\. Make room, or name another folder with --storage/,
    );
    expect(stderr).toContain('3 checkpoints in a row failed');
    expect(code).toBe(1);
    const trace = await soundTrace(folder, '.checkpoint-lens/bad.ckpt.json');
    expect(trace.checkpoints[0]!.failure).toContain('the disk is full');
  });
});
