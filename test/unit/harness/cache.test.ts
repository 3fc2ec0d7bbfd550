import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { cached } from '../../../scripts/testing/cache.js';
import { turnAddress } from '../../../scripts/testing/turns.js';

const root = mkdtempSync(join(tmpdir(), 'checkpoint-lens-cache-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Listens where whoever makes the folder would, and says when it is there and when it is asked. */
const another = `
  const server = require('node:net').createServer(() => console.log('asked'));
  server.listen(process.argv[1], () => console.log('there'));
`;

describe('what tests fetch', () => {
  let cache = '';
  let times = 0;
  beforeEach(() => {
    cache = mkdtempSync(join(root, 'cache-'));
    times = 0;
  });

  async function make(work: string): Promise<string> {
    times++;
    await new Promise(setImmediate);
    const made = join(work, 'made');
    mkdirSync(made);
    writeFileSync(join(made, 'file'), '');
    return made;
  }

  it('is fetched once when several ask for it at once', async () => {
    const folders = await Promise.all([1, 2, 3].map(() => cached('flink', make, cache)));
    expect(folders).toEqual([1, 2, 3].map(() => join(cache, 'flink')));
    expect(times).toBe(1);
    expect(readdirSync(cache)).toEqual(['flink']);
    expect(readdirSync(join(cache, 'flink'))).toEqual(['file']);
  });

  it('is fetched by the next one where the first could not', async () => {
    let next: Promise<string> | undefined;
    const fail = (): Promise<string> => {
      next = cached('flink', make, cache);
      return Promise.reject(new Error('no network'));
    };
    const failing = cached('flink', fail, cache);
    await expect(failing).rejects.toThrow('no network');
    expect(await next).toBe(join(cache, 'flink'));
  });

  it('waits for another process that fetches it, and is fetched here when that was killed', async () => {
    const child = spawn(process.execPath, ['-e', another, turnAddress(join(cache, 'flink'))]);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const asked = once(child.stdout, 'data');
    const folder = cached('flink', make, cache);
    await asked;
    expect(times).toBe(0);
    child.kill('SIGKILL');
    expect(await folder).toBe(join(cache, 'flink'));
    expect(times).toBe(1);
  });
});
