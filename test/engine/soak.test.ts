import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { soak } from './soak.js';

it('loses and doubles nothing with a checkpoint every 100 ms and kill -9 at any moment, again and again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-soak-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const seed = Number(process.env['SOAK_SEED'] ?? Date.now() % 2 ** 31);
  const { kills, problems, rows } = await soak({
    ...{ folder, seed, seconds: 5, killSeconds: 5 },
    ...{ rate: 20_000, keys: 5000 },
  });
  expect(problems, `SOAK_SEED=${seed}, killed after ${kills.join(', ')} ms`).toEqual([]);
  expect(rows).toBe(100_000);
});
