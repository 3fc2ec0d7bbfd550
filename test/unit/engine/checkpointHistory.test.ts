import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CheckpointHistory } from '../../../src/engine/checkpoint/history.js';
import { missingFile } from '../../../src/engine/checkpoint/missingFile.js';
import { besideCheckpoint, parseMetadata, type RunRecord } from '../../../src/engine/checkpoint/metadata.js';
import { StorageError } from '../../../src/engine/storage/storage.js';
import { MemoryStorage } from '../../fixtures/memoryStorage.js';

function contentOf(checkpoint: number): string {
  return `state ${checkpoint}`;
}

function sumsOf(content: string) {
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** A run with checkpoints of one file each. */
function withRun(
  storage: MemoryStorage,
  name: string,
  record: Partial<RunRecord>,
  ids: readonly number[],
): void {
  storage.put(`${name}/_run.json`, { job: 'job', started: 1, pid: 1, ...record });
  for (const checkpoint of ids) {
    const content = contentOf(checkpoint);
    const file = { path: 'a.state', ...sumsOf(content) };
    for (const path of ['a.state', 'a.channels']) {
      storage.put(`${name}/chk-${checkpoint}/${path}`, content);
    }
    storage.put(`${name}/chk-${checkpoint}/_metadata`, {
      format: 'checkpoint-lens-checkpoint',
      version: 1,
      job: 'job',
      checkpoint,
      operators: [
        { id: 'a', name: 'a', subtasks: [{ file, channelState: { ...file, path: 'a.channels' } }] },
      ],
    });
  }
}

/** Makes a checkpoint of run-1 need a file of an earlier one. */
async function buildOn(storage: MemoryStorage, checkpoint: number, earlier: number): Promise<void> {
  const path = `run-1/chk-${checkpoint}/_metadata`;
  const metadata = parseMetadata(new TextDecoder().decode(await storage.read(path, 1e6)));
  const operators = metadata.operators.map((operator) => ({
    ...operator,
    subtasks: operator.subtasks.map((subtask) => ({
      ...subtask,
      earlier: [{ ...sumsOf(contentOf(earlier)), path: besideCheckpoint(earlier, 'a.state') }],
    })),
  }));
  storage.put(path, { ...metadata, operators });
}

function storageWith(...ids: readonly number[]): MemoryStorage {
  const storage = new MemoryStorage();
  withRun(storage, 'run-1', {}, ids);
  return storage;
}

describe('the latest checkpoint', () => {
  const latest = (storage: MemoryStorage) =>
    new CheckpointHistory(storage, 'job').latest(() =>
      Promise.reject(new Error('there is no other storage')),
    );

  it.each([
    ['a byte more', (s: MemoryStorage) => s.put('run-1/chk-2/a.state', 'state 2!'), /too long/],
    ['a byte less', (s: MemoryStorage) => s.put('run-1/chk-2/a.state', 'state '), /has 6 bytes, not 7/],
    ['another byte', (s: MemoryStorage) => s.put('run-1/chk-2/a.state', 'State 2'), /a\.state is damaged/],
    [
      'another byte in records in flight',
      (s: MemoryStorage) => s.put('run-1/chk-2/a.channels', 'State 2'),
      /a\.channels is damaged/,
    ],
    ['no file', (s: MemoryStorage) => s.files.delete('run-1/chk-2/a.state'), /no such file/],
    [
      'metadata cut',
      (s: MemoryStorage) => s.put('run-1/chk-2/_metadata', '{"format":"chec'),
      /_metadata: it is damaged$/,
    ],
    ['no metadata', (s: MemoryStorage) => s.put('run-1/chk-2/_metadata', ''), /_metadata: it is damaged$/],
    [
      'metadata of Flink',
      (s: MemoryStorage) => s.put('run-1/chk-2/_metadata', 'I`g-\u0000\u0000\u0000\u0004\n'),
      /_metadata is one of Flink, which only Flink restores$/,
    ],
    ['foreign metadata', (s: MemoryStorage) => s.put('run-1/chk-2/_metadata', '{}'), /not a checkpoint of/],
    [
      'metadata of nothing',
      (s: MemoryStorage) => s.put('run-1/chk-2/_metadata', 'null'),
      /not a checkpoint of/,
    ],
  ])('is passed over, and that is said, when it has %s', async (_, damage, reason) => {
    const storage = storageWith(1, 2);
    damage(storage);
    const found = await latest(storage);
    expect(found!.metadata.checkpoint).toBe(1);
    expect(found!.passedOver).toEqual([expect.stringMatching(/^run-1\/chk-2: /)]);
    expect(found!.passedOver[0]).toMatch(reason);
  });

  it('is not taken for damaged when the storage cannot be reached', async () => {
    const storage = storageWith(1, 2);
    const away = new StorageError('no answer', { isTransient: true });
    storage.failures.set('run-1/chk-2/a.state', away);
    await expect(latest(storage)).rejects.toBe(away);
    storage.failures.clear();
    storage.failures.set('run-1', away);
    await expect(latest(storage)).rejects.toBe(away);
  });

  it.each([
    ['the state', 'run-1/chk-2/a.state'],
    ['the metadata', 'run-1/chk-2/_metadata'],
    ['the record of its run', 'run-2/_run.json'],
    ['the folder of its run', 'run-2'],
  ])(
    'is not taken for damaged when %s may not be read: none before it is used, and it is said what to do',
    async (_, path) => {
      const storage = storageWith(1, 2);
      if (path.startsWith('run-2')) withRun(storage, 'run-2', { started: 2 }, [3]);
      const refused = new StorageError('cannot read it: no permission. Change the permissions', {
        isRefused: true,
      });
      storage.failures.set(path, refused);
      await expect(latest(storage)).rejects.toThrow(
        /^The latest checkpoint cannot be restored: cannot read it: no permission\. Change the permissions\. None before it is used.*give its own folder/,
      );
    },
  );

  it('is found beside older runs and folders that may not be read', async () => {
    const storage = new MemoryStorage();
    withRun(storage, 'run-7', { started: 7 }, [1]);
    withRun(storage, 'run-6', { started: 6 }, [1]);
    storage.put('lost+found/file', '');
    const refused = new StorageError('no permission', { isRefused: true });
    for (const path of ['run-6/_run.json', 'lost+found']) storage.failures.set(path, refused);
    const found = await latest(storage);
    expect(found).toMatchObject({ folder: 'run-7/chk-1', passedOver: [] });
    expect(await new CheckpointHistory(storage, 'job').retain('run-7', 1, () => false)).toEqual([]);
  });

  it('whose metadata somebody has removed is passed over, and that is said, where later ones build on it', async () => {
    const storage = storageWith(1, 2, 3);
    await buildOn(storage, 3, 2);
    storage.files.delete('run-1/chk-2/_metadata');
    storage.put('run-1/chk-3/a.state', 'State 3');
    const found = await latest(storage);
    expect(found!.folder).toBe('run-1/chk-1');
    expect(found!.passedOver).toEqual([
      'run-1/chk-3: a.state is damaged',
      'run-1/chk-2: its _metadata was removed',
    ]);
  });

  it('whose metadata somebody has removed is passed over, and that is said, where its run knows that it was complete', async () => {
    const storage = storageWith(1, 2, 3);
    storage.files.delete('run-1/chk-2/_metadata');
    await storage.remove('run-1/chk-3');
    const history = new CheckpointHistory(storage, 'job');
    const found = await history.latestOf('run-1', undefined, new Set([1, 2, 3]));
    expect(found!.folder).toBe('run-1/chk-1');
    expect(found!.passedOver).toEqual([
      'run-1/chk-3: its _metadata was removed',
      'run-1/chk-2: its _metadata was removed',
    ]);
  });

  it('is told apart from newer ones without metadata, of which nobody knows whether they were complete', async () => {
    const storage = storageWith(1, 2, 3);
    for (const id of [2, 3]) storage.files.delete(`run-1/chk-${id}/_metadata`);
    const leftOut: string[] = [];
    const found = await new CheckpointHistory(storage, 'job').latest(
      () => Promise.reject(new Error('there is no other storage')),
      (folders) => leftOut.push(...folders),
    );
    expect(found).toMatchObject({ folder: 'run-1/chk-1', passedOver: [] });
    expect(leftOut).toEqual(['run-1/chk-3', 'run-1/chk-2']);
  });

  it('is found beside a run whose record is damaged, and that is said', async () => {
    const storage = storageWith(1);
    storage.put('run-2/_run.json', '{"job":"jo');
    const found = await latest(storage);
    expect(found!.metadata.checkpoint).toBe(1);
    expect(found!.passedOver).toEqual([expect.stringMatching(/^run-2\/_run\.json: it is damaged$/)]);
  });

  it('is none without a run, and an error when no record can be read', async () => {
    const storage = new MemoryStorage();
    expect(await latest(storage)).toBeUndefined();
    storage.put('run-2/_run.json', '{"job":3}');
    await expect(latest(storage)).rejects.toThrow(
      /No checkpoint in memory is sound\. run-2\/_run\.json: it is incomplete.*\. Give one by its own folder/,
    );
  });
});

it.each(['run-1', 'run-1/chk-9', '.'])(
  'a folder that is no checkpoint, %s, is not called a damaged one',
  async (folder) => {
    await expect(new CheckpointHistory(storageWith(1), 'job').at(folder)).rejects.toThrow(
      /^memory.* is no checkpoint: there is no _metadata in it\. Give the folder of one/,
    );
  },
);

it('a run whose record was removed is written down again, and is found', async () => {
  const storage = storageWith(1);
  const history = new CheckpointHistory(storage, 'job');
  const record = { job: 'job', started: 7, pid: 1 };
  expect(await history.beginAgain('run-1', record)).toBe(undefined);
  storage.files.delete('run-1/_run.json');
  expect(await history.beginAgain('run-1', record)).toBe('removed');
  const found = await history.latest(() => Promise.reject(new Error('there is no other storage')));
  expect(found!.folder).toBe('run-1/chk-1');
});

it('of a checkpoint that is about to be complete, a file that was removed is named, also one that it builds on', async () => {
  const storage = storageWith(1, 2);
  const files = ['a.state', 'a.channels', besideCheckpoint(1, 'a.state')].map((path) => ({ path, bytes: 7 }));
  expect(await missingFile(storage, 'run-1/chk-2', files)).toBeUndefined();
  storage.files.delete('run-1/chk-1/a.state');
  expect(await missingFile(storage, 'run-1/chk-2', files)).toBe('run-1/chk-1/a.state');
  storage.files.delete('run-1/chk-2/a.channels');
  expect(await missingFile(storage, 'run-1/chk-2', files)).toBe('run-1/chk-2/a.channels');
});

it('a completed checkpoint removes the oldest of its run, and earlier runs that have ended', async () => {
  const storage = storageWith(1);
  withRun(storage, 'run-2', { pid: 2 }, [1]);
  withRun(storage, 'run-3', { pid: 3, job: 'another' }, [1]);
  withRun(storage, 'run-4', { pid: 4 }, [1, 2, 3, 4, 5]);
  const removed = await new CheckpointHistory(storage, 'job').retain('run-4', 3, ({ pid }) => pid === 2);
  expect(removed.sort()).toEqual([1, 2]);
  expect((await storage.list('.')).sort()).toEqual(['run-2', 'run-3', 'run-4']);
  expect((await storage.list('run-4')).sort()).toEqual(['_run.json', 'chk-3', 'chk-4', 'chk-5']);
});

it('a run whose record is damaged is not removed, and is named once; one that may not be read is not named', async () => {
  const storage = storageWith(1);
  withRun(storage, 'run-2', { started: 2 }, [1]);
  withRun(storage, 'run-3', { started: 3 }, [1]);
  storage.put('run-1/_run.json', '{"job":"jo');
  storage.failures.set('run-2/_run.json', new StorageError('no permission', { isRefused: true }));
  const history = new CheckpointHistory(storage, 'job');
  await history.retain('run-3', 1, () => false);
  expect((await storage.list('.')).sort()).toEqual(['run-1', 'run-2', 'run-3']);
  expect(history.newlyUnknown('run-3')).toEqual(['memory/run-1/_run.json: it is damaged']);
  await history.retain('run-3', 1, () => false);
  expect(history.newlyUnknown('run-3')).toEqual([]);
});

it('a run whose own record is damaged removes no other, as it may go on from there, and writes it anew', async () => {
  const storage = storageWith(1);
  const record = { job: 'job', started: 2, pid: 1, restoredFrom: 'run-1/chk-1' };
  withRun(storage, 'run-2', record, [2]);
  storage.put('run-2/_run.json', '{"job":"jo');
  const history = new CheckpointHistory(storage, 'job');
  await history.retain('run-2', 3, () => false);
  expect((await storage.list('.')).sort()).toEqual(['run-1', 'run-2']);
  expect(history.newlyUnknown('run-2')).toEqual([]);
  expect(await history.beginAgain('run-2', record)).toBe('damaged');
  await history.retain('run-2', 3, () => false);
  expect(await history.beginAgain('run-2', record)).toBe(undefined);
});

it('the files that an incremental checkpoint builds on stay as long as it does', async () => {
  const storage = storageWith(1, 2, 3, 4);
  await buildOn(storage, 4, 2);
  const history = new CheckpointHistory(storage, 'job');
  expect(await history.retain('run-1', 1, () => true)).toEqual([3, 1]);
  withRun(storage, 'run-1', {}, [5]);
  expect((await history.retain('run-1', 1, () => true)).sort()).toEqual([2, 4]);
});

it('a completed checkpoint on which one under way may build stays, and goes when that has ended', async () => {
  const storage = new MemoryStorage();
  withRun(storage, 'run-1', {}, [1, 2, 3, 4]);
  const history = new CheckpointHistory(storage, 'job');
  expect((await history.retain('run-1', 1, () => true, 2)).sort()).toEqual([1]);
  expect((await history.retain('run-1', 1, () => true)).sort()).toEqual([2, 3]);
});

it('an earlier run is whole or found again, wherever a crash ends its removal', async () => {
  class CrashingStorage extends MemoryStorage {
    removals = 0;
    override remove(path: string): Promise<void> {
      for (const each of this.paths().filter((file) => file === path || file.startsWith(`${path}/`))) {
        if (this.removals-- === 0) return Promise.reject(new Error('killed'));
        this.files.delete(each);
      }
      return Promise.resolve();
    }
  }
  for (let removals = 0, isOver = false; !isOver; removals++) {
    const storage = new CrashingStorage();
    withRun(storage, 'run-1', {}, [1, 2]);
    withRun(storage, 'run-2', { started: 2 }, [3]);
    storage.removals = removals;
    const history = new CheckpointHistory(storage, 'job');
    isOver = await history
      .retain('run-2', 1, () => false)
      .then(
        () => true,
        () => false,
      );
    const left = storage.paths().filter((path) => path.startsWith('run-1/'));
    expect(left.length === 0 || left.includes('run-1/_run.json'), left.join()).toBe(true);
    storage.removals = Infinity;
    await history.retain('run-2', 1, () => false);
    expect(storage.paths().every((path) => path.startsWith('run-2/'))).toBe(true);
  }
});

it('the run that was restored from stays until the new one has as many checkpoints as are kept, and is gone back to', async () => {
  const storage = storageWith(1, 2, 3);
  withRun(storage, 'run-0', { started: 0 }, [1]);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-2' }, [4]);
  const history = new CheckpointHistory(storage, 'job');
  await history.retain('run-2', 2, () => false);
  expect((await storage.list('.')).sort()).toEqual(['run-1', 'run-2']);
  storage.put('run-2/chk-4/a.state', 'State 4');
  storage.put('run-1/chk-2/a.state', 'State 2');
  const found = await history.latest(() => Promise.reject(new Error('there is no other storage')));
  expect(found!.folder).toBe('run-1/chk-1');
  expect(found!.passedOver).toHaveLength(2);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-2' }, [5]);
  await history.retain('run-2', 2, () => false);
  expect(await storage.list('.')).toEqual(['run-2']);
});

it('a restart whose own checkpoints are all damaged goes back to what the run had started from, and says so', async () => {
  const storage = storageWith(1);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-1' }, [2]);
  const history = new CheckpointHistory(storage, 'job');
  const origin = await history.at('run-1/chk-1');
  storage.files.delete('run-2/chk-2/a.state');
  const found = await history.latestOf('run-2', origin);
  expect(found?.folder).toBe('run-1/chk-1');
  expect(found?.passedOver).toEqual([expect.stringMatching(/^run-2\/chk-2: .*no such file/)]);
  await expect(history.latestOf('run-2', undefined)).rejects.toThrow(/No checkpoint in memory is sound/);
});

it('a run that has taken nothing but a savepoint leaves what it was restored from', async () => {
  const storage = storageWith(1, 2);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-2' }, []);
  await new CheckpointHistory(storage, 'job').retain('run-2', 1, () => false);
  expect(storage.paths()).toContain('run-1/chk-2/_metadata');
});
