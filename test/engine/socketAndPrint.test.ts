import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkpointLens, examplesFolder, start } from './commandLine.js';

const definition = `
import { int32, pipeline, printSink, socketText, string, struct } from 'checkpoint-lens';

const Line = struct({ line: string });
const Length = struct({ line: string, length: int32 });

export default pipeline('lines', ({ env, params }) => {
  const lines = env.source(Line, socketText('127.0.0.1', params.number('port', 1), { retries: 2 })).name('lines');
  lines
    .map(Length, ({ line }) => ({ line, length: line.length }))
    .sinkTo(printSink()).name('lengths').parallelism(1);
  lines.filter(({ line }) => line === '').sinkTo(printSink('empty')).name('none').parallelism(2);
});
`;

async function pipelineFolder(): Promise<string> {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'lines.pipeline.ts'), definition);
  return folder;
}

/** A server that does with its nth connection what the nth of `talks` says, and takes no more than that. */
async function serverOf(...talks: readonly ((socket: Socket) => void)[]): Promise<string> {
  const rest = [...talks];
  const server: Server = createServer((socket) => {
    rest.shift()!(socket);
    if (rest.length === 0) server.close();
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return String((server.address() as AddressInfo).port);
}

function printed(stdout: string): string[] {
  return stdout.split('\n').filter((line) => line.includes('> {'));
}

describe('a socket source and a print sink', () => {
  it('print what a server sends, each line with the name of its sink, until the server closes the connection', async () => {
    const folder = await pipelineFolder();
    const port = await serverOf((socket) => {
      socket.write('one\r\ntw');
      setTimeout(() => socket.end('o\n\n“three” 🙂'), 50);
    });
    const { code, stdout } = await checkpointLens(
      folder,
      'run',
      'lines.pipeline.ts',
      '--set',
      `port=${port}`,
    );
    expect(code).toBe(0);
    expect(printed(stdout).sort()).toEqual(
      [
        expect.stringMatching(/^empty:[12]> {"line":""}$/),
        'lengths> {"line":"one","length":3}',
        'lengths> {"line":"two","length":3}',
        'lengths> {"line":"“three” 🙂","length":10}',
        'lengths> {"line":"","length":0}',
      ].sort(),
    );
  });

  it('connect again when the connection breaks, and say so', async () => {
    const folder = await pipelineFolder();
    let breakIt = (): void => undefined;
    const port = await serverOf(
      (socket) => {
        socket.write('before\nlost');
        breakIt = () => socket.resetAndDestroy();
      },
      (socket) => socket.end('after\n'),
    );
    const { child, ended } = start(folder, 'run', 'lines.pipeline.ts', '--set', `port=${port}`);
    // A reset that overtakes the text would take it away.
    child.stdout!.on('data', (data: Buffer) => {
      if (data.includes('before')) breakIt();
    });
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(printed(stdout)).toEqual([
      'lengths> {"line":"before","length":6}',
      'lengths> {"line":"after","length":5}',
    ]);
    expect(stdout).not.toContain('lost');
    expect(stderr).toContain(`127.0.0.1:${port}: `);
    expect(stderr).toContain('Connecting again.');
  });

  it('take every line of a server that sends faster than they print, while nobody reads at first', async () => {
    const folder = await pipelineFolder();
    const count = 60_000;
    const port = await serverOf((socket) => {
      socket.end(Array.from({ length: count }, (_, i) => `line ${i} ${'.'.repeat(i % 100)}\n`).join(''));
    });
    const { child, ended } = start(
      folder,
      'run',
      'lines.pipeline.ts',
      '--set',
      `port=${port}`,
      '--interval',
      '50ms',
    );
    child.stdout!.pause();
    setTimeout(() => child.stdout!.resume(), 500);
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    const numbers = printed(stdout).map((line) => Number(/"line":"line (\d+)/.exec(line)![1]));
    expect(numbers).toHaveLength(count);
    expect(new Set(numbers).size).toBe(count);
  });

  it('fail with the address when nothing listens there', async () => {
    const folder = await pipelineFolder();
    const { code, stderr } = await checkpointLens(folder, 'run', 'lines.pipeline.ts', '--set', 'port=1');
    expect(code).toBe(1);
    expect(stderr).toContain('lines (1/1): 127.0.0.1:1: nothing listens there.');
  });
});
