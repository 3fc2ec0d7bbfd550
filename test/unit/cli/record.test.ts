import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordedTrace } from '../../../src/cli/recordedTrace.js';
import { readTraceBytes } from '../../../src/trace/ckptReader.js';
import { filesOf } from '../../fixtures/flinkRecordings.js';
import { RecordProcess } from '../../flink/recordProcess.js';
import { ReplayedCluster } from '../flink/replayedCluster.js';
import { TestServer } from '../flink/testServer.js';

let folder: string;
let file: string;
let server: TestServer;
const processes: RecordProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  file = join(folder, 'orders.flink.jsonl');
  const cluster = new ReplayedCluster();
  const started = performance.now();
  server = await TestServer.start((request, response) =>
    cluster.answer(request.url!, 8000 + performance.now() - started, response),
  );
});

afterEach(async () => {
  for (const { child } of processes.splice(0)) child.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function record(
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
  url = server.url,
): RecordProcess {
  const recorder = new RecordProcess(url, file, args, environment);
  processes.push(recorder);
  return recorder;
}

async function untilLines(count: number): Promise<void> {
  const lines = (): number => {
    try {
      return readFileSync(file, 'utf8').split('\n').length - 1;
    } catch {
      return 0;
    }
  };
  while (lines() < count) await sleep(20);
}

describe('checkpoint-lens record', () => {
  it('records for as long as it is told, and says what it has', async () => {
    const recorder = record(['--job', 'slow upload', '--duration', '2s']);
    expect(await recorder.ended()).toBe(0);
    expect(recorder.output).toContain('slow upload: checkpoint 1 completed after');
    expect(recorder.output.trimEnd().split('\n').at(-1)).toBe(file);
    expect(recorder.lines().length).toBeGreaterThan(10);
  });

  it.each([
    ['Ctrl-C', (recorder: RecordProcess) => recorder.child.kill('SIGINT')],
    ['the end of the extension that started it', (recorder: RecordProcess) => recorder.child.disconnect()],
    ['a message to stop', (recorder: RecordProcess) => recorder.child.send({ type: 'stop' })],
  ])('ends cleanly at %s', async (_what, stop) => {
    const recorder = record();
    await untilLines(8);
    stop(recorder);
    expect(await recorder.ended()).toBe(0);
    expect(recorder.output).toContain('recorded');
    // The first of the eight lines is the header.
    expect(recorder.lines().length).toBeGreaterThanOrEqual(7);
  });

  it('leaves a file that reads to its last line when it is killed, and goes on with it', async () => {
    for (let round = 1; round <= 3; round++) {
      const recorder = record();
      await untilLines(round * 15);
      recorder.child.kill('SIGKILL');
      await recorder.ended();
      const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      for (const line of whole) expect(() => JSON.parse(line) as unknown).not.toThrow();
      // As if the kill had come in the middle of a line, which is too short a moment to hit.
      writeFileSync(file, `${whole.join('\n')}\n{"t":1,"path":"/jo`);
    }
    const last = record(['--duration', '1s']);
    expect(await last.ended()).toBe(0);
    expect(last.output).toContain('the last line was not whole and was cut (18 bytes)');
    expect(last.lines().filter(({ gap }) => gap?.includes('stopped') === true)).toHaveLength(3);
  });

  it('takes credentials from the environment and writes them nowhere', async () => {
    const recorder = record(['--duration', '1s'], {
      CHECKPOINT_LENS_FLINK_USER: 'me',
      CHECKPOINT_LENS_FLINK_PASSWORD: 'SECRET',
    });
    expect(await recorder.ended()).toBe(0);
    const sent = `Basic ${btoa('me:SECRET')}`;
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(new Set([sent]));
    expect(readFileSync(file, 'utf8') + recorder.output).not.toMatch(new RegExp(`SECRET|${sent.slice(6)}`));
  });

  it.each([
    [
      'a password in the URL',
      2,
      [],
      'http://me:SECRET@127.0.0.1:1',
      /leave user and password out of the URL/,
    ],
    ['a URL that is none', 2, [], 'localhost:8081', /begins with http/],
    ['an unknown ending', 2, ['-o', 'x.txt'], 'http://127.0.0.1:1', /x\.txt: this ending is not known/],
    [
      'a cluster that is not there',
      1,
      [],
      'http://127.0.0.1:1',
      /refused the connection .* Check host and port/,
    ],
    [
      'a file of certificates that is not there',
      1,
      ['--ca', '/nowhere.pem'],
      'https://127.0.0.1:1',
      /no such file/,
    ],
  ])('says %s in one line', async (_what, code, args, url, message) => {
    const recorder = record(args, {}, url);
    expect(await recorder.ended()).toBe(code);
    expect(recorder.output).toMatch(message);
    expect(recorder.output).not.toContain('SECRET');
    expect(recorder.output.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says which jobs there are when the one asked for is not', async () => {
    const recorder = record(['--job', 'payments']);
    expect(await recorder.ended()).toBe(1);
    expect(recorder.output).toMatch(/has no running job payments\. Its jobs: slow upload \(852ed75a/);
  });

  it('does not write over a file that is something else', async () => {
    writeFileSync(file, 'dear diary\n');
    const recorder = record();
    expect(await recorder.ended()).toBe(2);
    expect(recorder.output).toContain('is no recording');
    expect(readFileSync(file, 'utf8')).toBe('dear diary\n');
  });
});

describe('the trace beside a recording', () => {
  const [recording] = filesOf('2.3.0/pending', 'recorded.jsonl');
  const lines = new TextDecoder().decode(recording!.bytes).split('\n');

  it('is what the whole recording makes, when it ends', async () => {
    writeFileSync(file, lines.slice(0, 100).join('\n'));
    const trace = join(folder, 'orders.ckpt.json');
    const kept = RecordedTrace.start(file, trace);
    writeFileSync(file, lines.join('\n'));
    await kept.finish();
    expect(readTraceBytes(readFileSync(trace)).trace.checkpoints).toHaveLength(6);
  });

  it('says at the end where nothing was recorded', async () => {
    writeFileSync(file, 'one\n');
    const kept = RecordedTrace.start(file, join(folder, 'orders.ckpt.json'));
    await expect(kept.finish()).rejects.toThrow('orders.flink.jsonl:1:1: The file is in no format');
  });
});
