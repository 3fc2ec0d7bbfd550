import { describe, expect, it } from 'vitest';
import { CheckpointHistory } from '../../../src/engine/checkpoint/history.js';
import { missingFile } from '../../../src/engine/checkpoint/missingFile.js';
import { besideCheckpoint } from '../../../src/engine/checkpoint/metadata.js';
import { RunFolders } from '../../../src/engine/checkpoint/runFolders.js';
import { StorageError } from '../../../src/engine/storage/storage.js';
import { MemoryStorage } from '../../fixtures/memoryStorage.js';
import { buildOn, storageWith, withRun } from '../../fixtures/runsInMemory.js';

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
    expect(await new RunFolders(storage, 'job').retain('run-7', 1, () => false)).toEqual([]);
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

it('of a checkpoint that is about to be complete, a file that was removed is named, also one that it builds on', async () => {
  const storage = storageWith(1, 2);
  const files = ['a.state', 'a.channels', besideCheckpoint(1, 'a.state')].map((path) => ({ path, bytes: 7 }));
  expect(await missingFile(storage, 'run-1/chk-2', files)).toBeUndefined();
  storage.files.delete('run-1/chk-1/a.state');
  expect(await missingFile(storage, 'run-1/chk-2', files)).toBe('run-1/chk-1/a.state');
  storage.files.delete('run-1/chk-2/a.channels');
  expect(await missingFile(storage, 'run-1/chk-2', files)).toBe('run-1/chk-2/a.channels');
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
