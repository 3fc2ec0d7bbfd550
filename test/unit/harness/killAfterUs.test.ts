import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { repository } from '../../../scripts/vscode/repository.js';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a server with a process of its own, both of which hold its output open, and is there for as long as they are. */
const runner = `
  import { spawn } from 'node:child_process';
  import { killAfterUs } from './scripts/vscode/killAfterUs.ts';
  const server = spawn('sh', ['-c', 'sleep 600 & wait'], { detached: true, stdio: 'inherit' });
  killAfterUs(-server.pid);
  console.log('started');
`;

it.skipIf(process.platform === 'win32')(
  'a server and its processes end when what started them is killed',
  async () => {
    const outfile = join(folder, 'runner.mjs');
    await build({
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      stdin: { contents: runner, resolveDir: repository },
    });
    const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(child.stdout, 'close');
    expect(String((await once(child.stdout, 'data'))[0])).toBe('started\n');
    child.kill('SIGKILL');
    await closed;
  },
);
