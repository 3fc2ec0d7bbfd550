import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../../src/engine/storage/makeFolder.js';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
});

afterEach(async () => {
  await rm(place, { recursive: true });
});

describe('the folder of a checkpoint', () => {
  it('is made with those above it by several threads at once', async () => {
    for (let round = 0; round < 200; round++) {
      const storage = join(place, `${round}`, 'kept');
      const folders = [1, 2, 3, 4].map((nth) => join(storage, `savepoint-${nth}`));
      // Each begins while another is somewhere in between.
      const made = [...folders, ...folders].map(async (folder, nth) => {
        for (let turn = 0; turn < nth; turn++) await nextTurn();
        await makeFolder(folder);
      });
      await Promise.all(made);
      expect(await readdir(storage)).toHaveLength(folders.length);
    }
  });
});
