import { describe, expect, it } from 'vitest';
import { CheckpointHistory } from '../../../src/engine/checkpoint/history.js';
import { metadataFile, runFile, seal, version } from '../../../src/engine/checkpoint/metadata.js';
import type { Key } from '../../../src/engine/pipeline/functions.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import { Choices } from '../../fixtures/choices.js';
import { MemoryStorage } from '../../fixtures/memoryStorage.js';
import { fileOf, newState, valuesOf } from './keyedStateRig.js';

const run = 'run-1';
const stateFile = 'operator-0-subtask-0.state';

const airports = ['SEA', 'ANC', '北京', '', 'LAX'];
const numbers = [7, 0, -1, 1 << 30, 3];

/** Two checkpoints of one subtask's state, the second with more in it, and the values that the first has. */
function twoCheckpoints(keys: readonly Key[] = airports) {
  const storage = new MemoryStorage();
  const { state, add } = newState();
  storage.put(`${run}/${runFile}`, seal({ job: 'job', started: 1, pid: 1 }));
  for (const key of keys.slice(0, 4)) add(key, 2);
  putCheckpoint(storage, 1, fileOf(state.view()!));
  const values = valuesOf(state);
  for (const key of [keys[0]!, keys[4]!]) add(key, 3);
  putCheckpoint(storage, 2, fileOf(state.view()!));
  return { storage, values };
}

function putCheckpoint(storage: MemoryStorage, checkpoint: number, bytes: Uint8Array): void {
  const folder = `${run}/chk-${checkpoint}`;
  const written = storage.putPieces(`${folder}/${stateFile}`, [bytes]);
  const subtasks = [{ file: { path: stateFile, ...written } }];
  const operators = [{ id: 'count', name: 'count', subtasks }];
  const head = {
    format: 'checkpoint-lens-checkpoint',
    version,
    job: 'job',
    checkpoint,
    triggered: 1,
  } as const;
  storage.put(`${folder}/${metadataFile}`, seal({ ...head, operators }));
}

describe('a completed checkpoint of which any one bit has changed', () => {
  it.each([
    [stateFile, 'text', airports],
    [stateFile, 'numbers', numbers],
    [metadataFile, 'text', airports],
  ] as const)(
    'in its %s, with %s as keys, is passed over and named, and the one before is restored',
    async (name, _, keys) => {
      const { storage, values } = twoCheckpoints(keys);
      const path = `${run}/chk-2/${name}`;
      const sound = storage.files.get(path)!.slice();
      const choices = new Choices(1);
      const history = new CheckpointHistory(storage, 'job');
      const latest = () => history.latest(() => Promise.reject(new Error('there is no other storage')));
      expect((await latest())!.metadata.checkpoint).toBe(2);
      for (let at = 0; at < sound.length; at++) {
        const damaged = sound.slice();
        damaged[at]! ^= 1 << choices.below(8);
        storage.files.set(path, damaged);
        const found = (await latest())!;
        expect(found.metadata.checkpoint, `byte ${at}`).toBe(1);
        expect(found.passedOver, `byte ${at}`).toEqual([expect.stringMatching(/^run-1\/chk-2: /)]);
        const { state } = newState();
        restoreState([...found.files.values()], state, 'count');
        expect(valuesOf(state), `byte ${at}`).toEqual(values);
      }
    },
  );

  it('is refused with the reason where it is asked for by name', async () => {
    const { storage } = twoCheckpoints();
    storage.damage(`${run}/chk-2/${stateFile}`, false);
    const history = new CheckpointHistory(storage, 'job');
    await expect(history.at(`${run}/chk-2`)).rejects.toThrow(
      `The checkpoint ${run}/chk-2 cannot be restored: ${stateFile} is damaged.`,
    );
  });
});
