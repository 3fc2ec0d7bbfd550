import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { answerAt, ask } from '../../../src/engine/control/controlLine.js';
import type { ControlAnswer, ControlRequest } from '../../../src/engine/control/controlMessages.js';
import { addressFor, announce, runningRuns } from '../../../src/engine/control/runningRuns.js';

/** A folder for temporary files of the test's own. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'control-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

async function answering(answer: (request: ControlRequest) => ControlAnswer): Promise<string> {
  ownFolder();
  const address = addressFor(process.pid);
  const server = await answerAt(address, (request) => Promise.resolve(answer(request)));
  onTestFinished(() => void server.close());
  return address;
}

/** What comes back for a text that is sent as it is. */
function raw(address: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(address, () => socket.write(text));
    socket.on('data', (data: Buffer) => (got += data.toString()));
    socket.on('error', () => undefined).on('close', () => resolve(got));
  });
}

describe('the line to a running pipeline', () => {
  it('carries a request there and its answer back', async () => {
    const asked: ControlRequest[] = [];
    const address = await answering((request) => {
      asked.push(request);
      return { type: 'savepoint', uri: '/tmp/savepoint-1', checkpoint: 3 };
    });
    const answer = await ask(address, { type: 'savepoint', to: '/tmp', stop: true });
    expect(answer).toEqual({ type: 'savepoint', uri: '/tmp/savepoint-1', checkpoint: 3 });
    expect(asked).toEqual([{ type: 'savepoint', to: '/tmp', stop: true }]);
  });

  it.each(['no JSON\n', '{"type":"eval"}\n', '{"type":"savepoint","stop":"yes"}\n', 'null\n', '[]\n'])(
    'does nothing for a line that is no request: %j',
    async (text) => {
      const answer = vi.fn<() => ControlAnswer>();
      const address = await answering(answer);
      expect(JSON.parse(await raw(address, text))).toMatchObject({ type: 'failed' });
      expect(answer).not.toHaveBeenCalled();
    },
  );

  it('is closed to who sends a line without an end', async () => {
    const address = await answering(() => ({ type: 'stopping' }));
    expect(await raw(address, 'x'.repeat(1 << 18))).toBe('');
    expect(await ask(address, { type: 'stop' })).toEqual({ type: 'stopping' });
  });

  it('says so when nobody answers any more', async () => {
    ownFolder();
    await expect(ask(addressFor(process.pid), { type: 'stop' })).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });
});

describe('the runs that can be asked', () => {
  const run = { job: 'orders', definition: '/a/orders.pipeline.ts', storage: '/a/checkpoints', started: 1 };

  it('are known as long as their processes live, in a folder for nobody else', () => {
    ownFolder();
    const own = { ...run, pid: process.pid, address: addressFor(process.pid) };
    const withdraw = announce(own);
    // No process has such a number.
    announce({ ...run, pid: 2 ** 30, address: join(dirname(own.address), 'gone.sock') });
    expect(runningRuns()).toEqual([own]);
    if (process.platform !== 'win32') expect(statSync(dirname(own.address)).mode & 0o777).toBe(0o700);
    withdraw();
    expect(runningRuns()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('are not looked for in a folder that others may write to', () => {
    ownFolder();
    const folder = dirname(addressFor(process.pid));
    announce({ ...run, pid: process.pid, address: join(folder, 'a.sock') });
    chmodSync(folder, 0o777);
    expect(runningRuns()).toEqual([]);
    expect(() => addressFor(process.pid)).toThrow(/is not this user's alone/);
  });
});
