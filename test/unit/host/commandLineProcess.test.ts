import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CommandLineProcess, type RunEnd } from '../../../src/host/runs/commandLineProcess.js';

const folder = mkdtempSync(join(tmpdir(), 'command-line-process-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** How a process ends that runs this code, and what is done when it says “ready”. */
async function endOf(
  code: string,
  whenReady: (process: CommandLineProcess) => void = () => {},
): Promise<RunEnd> {
  const commandLine = join(folder, 'commandLine.mjs');
  writeFileSync(commandLine, code);
  const runtime = { program: process.execPath, env: {} };
  const log = { info: (line: string) => line === 'ready' && whenReady(child), warn: () => undefined };
  const child = new CommandLineProcess({ commandLine, args: [], folder, runtime }, log);
  return child.ended;
}

const saysSomething = `console.error('Restored from checkpoint #1.'); console.log('ready');`;

describe('a run whose process ends', () => {
  it('with an error says its last line of error', async () => {
    expect(await endOf(`${saysSomething} console.error('count: no such key'); process.exit(1);`)).toEqual({
      outcome: 'failed',
      error: 'count: no such key',
    });
  });

  it('because somebody killed it says that, not what it had said before', async () => {
    const end = await endOf(`${saysSomething} setInterval(() => {}, 1000);`, ({ pid }) =>
      process.kill(pid!, 'SIGKILL'),
    );
    expect(end).toEqual({ outcome: 'failed', error: 'The run ended with SIGKILL.' });
  });

  it('because it was asked to is stopped', async () => {
    const end = await endOf(`${saysSomething} process.on('message', () => process.exit(0));`, (child) =>
      child.stop(),
    );
    expect(end).toEqual({ outcome: 'stopped' });
  });
});
