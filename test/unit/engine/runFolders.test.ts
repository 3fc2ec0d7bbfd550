import { expect, it } from 'vitest';
import { CheckpointHistory } from '../../../src/engine/checkpoint/history.js';
import { RunFolders } from '../../../src/engine/checkpoint/runFolders.js';
import { StorageError } from '../../../src/engine/storage/storage.js';
import { MemoryStorage } from '../../fixtures/memoryStorage.js';
import { buildOn, storageWith, withRun } from '../../fixtures/runsInMemory.js';

it('a run whose record was removed is written down again, and is found', async () => {
  const storage = storageWith(1);
  const folders = new RunFolders(storage, 'job');
  const record = { job: 'job', started: 7, pid: 1 };
  expect(await folders.beginAgain('run-1', record)).toBe(undefined);
  storage.files.delete('run-1/_run.json');
  expect(await folders.beginAgain('run-1', record)).toBe('removed');
  const found = await new CheckpointHistory(storage, 'job').latest(() =>
    Promise.reject(new Error('there is no other storage')),
  );
  expect(found!.folder).toBe('run-1/chk-1');
});

it('a completed checkpoint removes the oldest of its run, and earlier runs that have ended', async () => {
  const storage = storageWith(1);
  withRun(storage, 'run-2', { pid: 2 }, [1]);
  withRun(storage, 'run-3', { pid: 3, job: 'another' }, [1]);
  withRun(storage, 'run-4', { pid: 4 }, [1, 2, 3, 4, 5]);
  const removed = await new RunFolders(storage, 'job').retain('run-4', 3, ({ pid }) => pid === 2);
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
  const folders = new RunFolders(storage, 'job');
  await folders.retain('run-3', 1, () => false);
  expect((await storage.list('.')).sort()).toEqual(['run-1', 'run-2', 'run-3']);
  expect(folders.newlyUnknown('run-3')).toEqual(['memory/run-1/_run.json: it is damaged']);
  await folders.retain('run-3', 1, () => false);
  expect(folders.newlyUnknown('run-3')).toEqual([]);
});

it('a run whose own record is damaged removes no other, as it may go on from there, and writes it anew', async () => {
  const storage = storageWith(1);
  const record = { job: 'job', started: 2, pid: 1, restoredFrom: 'run-1/chk-1' };
  withRun(storage, 'run-2', record, [2]);
  storage.put('run-2/_run.json', '{"job":"jo');
  const folders = new RunFolders(storage, 'job');
  await folders.retain('run-2', 3, () => false);
  expect((await storage.list('.')).sort()).toEqual(['run-1', 'run-2']);
  expect(folders.newlyUnknown('run-2')).toEqual([]);
  expect(await folders.beginAgain('run-2', record)).toBe('damaged');
  await folders.retain('run-2', 3, () => false);
  expect(await folders.beginAgain('run-2', record)).toBe(undefined);
});

it('the files that an incremental checkpoint builds on stay as long as it does', async () => {
  const storage = storageWith(1, 2, 3, 4);
  await buildOn(storage, 4, 2);
  const folders = new RunFolders(storage, 'job');
  expect(await folders.retain('run-1', 1, () => true)).toEqual([3, 1]);
  withRun(storage, 'run-1', {}, [5]);
  expect((await folders.retain('run-1', 1, () => true)).sort()).toEqual([2, 4]);
});

it('a completed checkpoint on which one under way may build stays, and goes when that has ended', async () => {
  const storage = new MemoryStorage();
  withRun(storage, 'run-1', {}, [1, 2, 3, 4]);
  const folders = new RunFolders(storage, 'job');
  expect((await folders.retain('run-1', 1, () => true, 2)).sort()).toEqual([1]);
  expect((await folders.retain('run-1', 1, () => true)).sort()).toEqual([2, 3]);
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
    const folders = new RunFolders(storage, 'job');
    isOver = await folders
      .retain('run-2', 1, () => false)
      .then(
        () => true,
        () => false,
      );
    const left = storage.paths().filter((path) => path.startsWith('run-1/'));
    expect(left.length === 0 || left.includes('run-1/_run.json'), left.join()).toBe(true);
    storage.removals = Infinity;
    await folders.retain('run-2', 1, () => false);
    expect(storage.paths().every((path) => path.startsWith('run-2/'))).toBe(true);
  }
});

it('the run that was restored from stays until the new one has as many checkpoints as are kept, and is gone back to', async () => {
  const storage = storageWith(1, 2, 3);
  withRun(storage, 'run-0', { started: 0 }, [1]);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-2' }, [4]);
  const folders = new RunFolders(storage, 'job');
  await folders.retain('run-2', 2, () => false);
  expect((await storage.list('.')).sort()).toEqual(['run-1', 'run-2']);
  storage.put('run-2/chk-4/a.state', 'State 4');
  storage.put('run-1/chk-2/a.state', 'State 2');
  const found = await new CheckpointHistory(storage, 'job').latest(() =>
    Promise.reject(new Error('there is no other storage')),
  );
  expect(found!.folder).toBe('run-1/chk-1');
  expect(found!.passedOver).toHaveLength(2);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-2' }, [5]);
  await folders.retain('run-2', 2, () => false);
  expect(await storage.list('.')).toEqual(['run-2']);
});

it('a run that has taken nothing but a savepoint leaves what it was restored from', async () => {
  const storage = storageWith(1, 2);
  withRun(storage, 'run-2', { started: 2, restoredFrom: 'run-1/chk-2' }, []);
  await new RunFolders(storage, 'job').retain('run-2', 1, () => false);
  expect(storage.paths()).toContain('run-1/chk-2/_metadata');
});
