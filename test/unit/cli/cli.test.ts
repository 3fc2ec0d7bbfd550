import { link, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { convertCommand } from '../../../src/cli/convert.js';
import { verdictCommand } from '../../../src/cli/verdict.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { counterNames, type Counter } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { runInProcess, type Ran } from './inProcess.js';

const text = writeTrace(sampleTrace());
let folder: string;
let trace: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
  trace = join(folder, 'orders.ckpt.json');
  await writeFile(trace, text);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const run = (...args: readonly string[]): Promise<Ran> =>
  runInProcess([verdictCommand(), convertCommand()], args);

async function damaged(content: string | Uint8Array): Promise<string> {
  await writeFile(trace, content);
  return trace;
}

describe('checkpoint-lens verdict', () => {
  it('says the sentence and prints a line an operator', async () => {
    const { code, stdout, stderr } = await run('verdict', trace);
    expect(stdout.split('\n').slice(0, 7)).toEqual([
      expect.stringMatching(
        /^Processing stood still for 24 µs at count per customer \(1\/2\)\. It was the longest in 2 /,
      ),
      '',
      'operator            median lock hold  max lock hold  median upload  blocked in all  records before  records during',
      'orders                          6 µs           6 µs         2.5 ms    12 µs (<1 %)        1.12 M/s        0.76 M/s',
      'count per customer           22.5 µs          24 µs         405 ms    90 µs (<1 %)        1.12 M/s        0.76 M/s',
      'totals                        6.5 µs           7 µs         2.5 ms    26 µs (<1 %)        1.12 M/s        0.76 M/s',
      '',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('says why: the critical path as a sum, and what to try', async () => {
    const { stdout } = await run('verdict', trace);
    expect(stdout).toContain('Critical path of #1:\n  orders (1/1)\n');
    expect(stdout).toMatch(/\n {2}end to end +422\.0 ms\n/);
    expect(stdout).toContain('What to try:\n- While count per customer (1/2) uploaded');
    expect(stdout).toContain('    --incremental: Uploads only what has changed');
  });

  it('says it of the checkpoint that is asked for, and which there are where it is none', async () => {
    const { stdout } = await run('verdict', trace, '--checkpoint', '2', '--json');
    const { why } = JSON.parse(stdout) as { why: { checkpoint: number; criticalPath: { toMs: number }[] } };
    expect(why.checkpoint).toBe(2);
    expect(why.criticalPath.at(-1)!.toMs).toBeGreaterThan(0);
    const missing = await run('verdict', trace, '--checkpoint', '9');
    expect(missing).toEqual({
      code: 2,
      stdout: '',
      stderr: `${trace}: has no checkpoint #9. It has #1 to #2.\n`,
    });
  });

  it('has a table of what checkpoints cost beyond their phases where a trace has recorded that', async () => {
    const sample = sampleTrace();
    const series = (name: string, value: number): Counter => ({
      name,
      operator: 1,
      subtask: 0,
      start: 0,
      step: 20,
      values: Float64Array.from([value, value]),
    });
    const counters = [
      series(counterNames.bytesCopied, 6_200_000),
      series(counterNames.backPressuredTime, 5),
      series(counterNames.idleTime, 0),
    ];
    await writeFile(trace, writeTrace({ ...sample, counters: [...sample.counters, ...counters] }));
    const { stdout } = await run('verdict', trace);
    expect(stdout.split('\n').slice(7, 11)).toEqual([
      'operator            lost to uploads  copied for snapshots  back-pressured  idle  longest input held back  longest wait to upload',
      'orders                         32 %                     –               –     –                        –                       –',
      'count per customer             32 %               12.4 MB            25 %   0 %                        –                    3 ms',
      'totals                         32 %                     –               –     –                    12 ms                       –',
    ]);
    const json = JSON.parse((await run('verdict', trace, '--json')).stdout) as { operators: unknown[] };
    expect(json.operators[1]).toMatchObject({ bytesCopied: 12_400_000, backPressured: 0.25, idle: 0 });
  });

  it('prints the same as JSON, in ms, bytes and records per second', async () => {
    const { stdout } = await run('verdict', trace, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      headline: 'Processing stood still for 24 µs at count per customer (1/2).',
      blocked: { checkpoint: 1, operator: 'count', subtask: 0, ms: 0.024, measured: true },
      checkpoints: { completed: 2, failed: 0, inProgress: 0 },
      operators: [
        { id: 'orders' },
        {
          id: 'count',
          checkpoints: 2,
          lockHoldMs: { count: 4, max: 0.024 },
          uploadMs: { max: 412 },
          uploadBytes: 268_200_000,
          recordsPerSecondBefore: 1_120_000,
          recordsPerSecondDuring: 761_600,
        },
        { id: 'totals' },
      ],
    });
  });

  it('reads a damaged trace as far as it goes, and says on stderr where it is damaged', async () => {
    const file = await damaged(text.slice(0, text.indexOf('"counters"') + 500));
    const { code, stdout, stderr } = await run('verdict', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Processing stood still for 24 µs/);
    expect(stderr).toMatch(/orders\.ckpt\.json:\d+:\d+: The file ends in the middle of a counter\. .+\n$/);
  });

  it.each([
    ['', ':1:1: The file is empty. Record the trace again.'],
    ['{"format": "x"}', ':1:12: format is "x"; it must be "checkpoint-trace": this is no checkpoint trace. '],
    [
      text.replace('"version": 1', '"version": 9'),
      ':3:14: version is 9; this Checkpoint Lens reads version 1. ',
    ],
    [Uint8Array.of(1, 0), ': The file is binary: byte 1 is 0, which no text has. '],
  ])(
    'fails in one line that says what, where and what to do, with nothing on stdout',
    async (content, message) => {
      const { code, stdout, stderr } = await run('verdict', await damaged(content));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.startsWith(trace + message)).toBe(true);
      expect(stderr).toMatch(/^[^\n]+\n$/);
    },
  );

  it('fails on a file that is not there, and on a folder with nothing in it that opens', async () => {
    expect(await run('verdict', join(folder, 'none'))).toEqual({
      code: 1,
      stdout: '',
      stderr: `${join(folder, 'none')}: cannot be read: there is no such file or folder. Check the path.\n`,
    });
    await rm(trace);
    expect((await run('verdict', folder)).stderr).toBe(`${folder}: holds no file. Name another folder.\n`);
    await writeFile(join(folder, 'notes.txt'), 'The job was slow.');
    const { code, stderr } = await run('verdict', folder);
    expect(code).toBe(1);
    expect(stderr).toContain('The file is in no format that is known here. Open one of: ');
  });

  it('lets no name of a trace move the cursor or turn the text', async () => {
    const evil = '\u001b[2J\u202eevil\r\n';
    const { stdout } = await run(
      'verdict',
      await damaged(text.replaceAll('"count per customer"', JSON.stringify(evil))),
    );
    expect(stdout).toContain('\ufffd[2J\ufffdevil\ufffd\ufffd (1/2)');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u001b\u202e\r]/);
  });
});

describe('checkpoint-lens convert', () => {
  it('writes a summary for an incident report, of one checkpoint where it is named', async () => {
    const summary = join(folder, 'incident.md');
    expect((await run('convert', trace, '-o', summary, '--checkpoint', '#2')).code).toBe(0);
    const written = await readFile(summary, 'utf8');
    expect(written).toContain('### Checkpoint 2\n\n**Processing stood still for ');
    expect(written).toContain('From orders.ckpt.json: ');
  });

  it('writes a picture of a checkpoint', async () => {
    const picture = join(folder, 'orders.svg');
    expect(await run('convert', trace, '-o', picture)).toEqual({ code: 0, stdout: '', stderr: '' });
    const written = await readFile(picture, 'utf8');
    expect(written).toMatch(
      /^<svg [^]*>Processing stood still for 24 µs at count per customer[^]*<\/svg>\n$/,
    );
  });

  it('says which checkpoints there are where the named one is not', async () => {
    const { code, stderr } = await run('convert', trace, '-o', join(folder, 'a.md'), '--checkpoint', '7');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${trace}: has no checkpoint #7. It has #1 to #2.\n`,
    });
  });

  it('writes CSV, or the trace again, by the name of the output', async () => {
    const csv = join(folder, 'orders.csv');
    const copy = join(folder, 'copy.ckpt.json');
    expect(await run('convert', trace, '-o', csv)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await run('convert', trace, '-o', copy)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await readFile(csv, 'utf8')).split('\r\n')).toHaveLength(sampleTrace().spans.length + 2);
    expect(await readFile(copy, 'utf8')).toBe(text);
    expect((await readdir(folder)).sort()).toEqual(['copy.ckpt.json', 'orders.ckpt.json', 'orders.csv']);
  });

  it('never writes over its input, by whatever name', async () => {
    const [soft, hard] = [join(folder, 'soft.ckpt.json'), join(folder, 'hard.ckpt.json')];
    await symlink(trace, soft);
    await link(trace, hard);
    for (const output of [trace, soft, hard]) {
      const { code, stderr } = await run('convert', trace, '-o', output);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `${output}: is the input. Name another file to write.\n`,
      });
    }
    expect(await readFile(trace, 'utf8')).toBe(text);
  });

  it('leaves what was there as it was when it fails', async () => {
    const csv = join(folder, 'orders.csv');
    await writeFile(csv, 'old');
    expect((await run('convert', await damaged('[]'), '-o', csv)).code).toBe(1);
    expect(await readFile(csv, 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['orders.ckpt.json', 'orders.csv']);
  });
});

describe('wrong use', () => {
  it.each([
    [['verdict'], "error: missing required argument 'input'. Try --help."],
    [['verdict', 'a', '--bar'], "error: unknown option '--bar'. Try --help."],
    [['verdcit'], "error: unknown command 'verdcit' (Did you mean verdict?). Try --help."],
    [['convert', 'a'], "error: required option '-o, --output <file>' not specified. Try --help."],
    [
      ['convert', 'a', '-o', 'b.xls'],
      'b.xls: this ending is not known. End it in .svg, .html, .md, .csv, .trace.json, .otlp.json or .ckpt.json.',
    ],
  ])('%j ends with 2 and says how', async (args, message) => {
    expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
  });

  it('of --help there is none: every command explains itself with an example', async () => {
    for (const args of [['--help'], ['verdict', '--help'], ['convert', '--help']]) {
      const { code, stdout } = await run(...args);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples?:\n {2}checkpoint-lens /);
    }
  });
});
