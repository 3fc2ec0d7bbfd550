import { posix } from 'node:path';
import { readChannelState } from '../../src/engine/checkpoint/channelStateFile.js';
import type { CheckpointMetadata } from '../../src/engine/checkpoint/metadata.js';
import { compileCodec, viewsOf } from '../../src/engine/channels/codec.js';
import { framesIn } from '../../src/engine/channels/frames.js';
import type { RecordType } from '../../src/engine/pipeline/recordTypes.js';
import type { StateDescriptors } from '../../src/engine/pipeline/state.js';
import { KeyedState } from '../../src/engine/state/keyedState.js';
import type { MemoryCut } from '../../src/engine/state/memoryPool.js';
import { restoreState } from '../../src/engine/state/restoreState.js';
import type { ChannelRecords } from '../../src/engine/task/channelState.js';
import type { MemoryStorage } from '../fixtures/memoryStorage.js';

/** Enough for a checkpoint's keys; pages of a real run would have to be made for each that is looked into. */
const smallCut: MemoryCut = { pageBytes: 4096, segmentPagesMax: 256 };

/** A pipeline whose two sources make the records in turn, each with a key, for an operator that counts them by key. */
export interface CountedPipeline {
  readonly sourceIds: readonly [string, string];
  readonly counting: string;
  readonly keyed: RecordType<{ readonly key: number }>;
  readonly states: StateDescriptors;
  readonly records: number;
  readonly keys: number;
  /** After so many records of a key it is as if none had come. */
  readonly lifeOf: (key: number) => number;
  /** How many records of its life each key has had. @throws Error where its state is not what it must be then */
  readonly countsOf: (state: KeyedState) => readonly number[];
}

/**
 * Checks that the state, with the records that were on their way to it, is that of exactly the records that the sources had
 * made before the barrier.
 *
 * @param folder of the checkpoint, relative to the storage
 * @returns how many records were on their way, of the whole pipeline
 * @throws Error that says what it is, and what it should be
 */
export async function checkConsistent(
  storage: MemoryStorage,
  folder: string,
  metadata: CheckpointMetadata,
  pipeline: CountedPipeline,
): Promise<number> {
  const { sourceIds, counting, keyed, records, keys, lifeOf } = pipeline;
  const files = metadata.operators.flatMap(({ subtasks }) =>
    subtasks.flatMap((each) => each.channelState ?? []),
  );
  const found = await countsIn(storage, folder, metadata, pipeline);
  let inFlight = 0;
  for (const { path, bytes } of files) {
    for (const kept of readChannelState(await storage.read(`${folder}/${path}`, bytes), path)) {
      const isUpstream = kept.edge.to === counting && sourceIds.includes(kept.edge.from);
      for (const key of isUpstream ? keysIn(kept, keyed) : []) found[key]!++;
      inFlight += [...framesIn(viewsOf(kept.frames.buffer))].length;
    }
  }
  const left = leftToMake(metadata, pipeline);
  const expected = Array.from({ length: keys }, () => 0);
  for (let index = 0; index < records; index++) if (!left.has(index)) expected[index % keys]!++;
  const inLife = (counts: readonly number[]): string =>
    counts.map((count, key) => count % lifeOf(key)).join();
  if (inLife(found) !== inLife(expected)) {
    throw new Error(`${folder} counts ${inLife(found)}, not ${inLife(expected)}`);
  }
  return inFlight;
}

function leftToMake({ operators }: CheckpointMetadata, { sourceIds, records }: CountedPipeline): Set<number> {
  const left = new Set<number>();
  sourceIds.forEach((id, offset) => {
    for (const { state } of operators.find((operator) => operator.id === id)!.subtasks) {
      for (const [next, stride] of state!['splits'] as readonly (readonly [number, number])[]) {
        for (let index = 2 * next + offset; index < records; index += 2 * stride) left.add(index);
      }
    }
  });
  return left;
}

async function countsIn(
  storage: MemoryStorage,
  folder: string,
  { operators }: CheckpointMetadata,
  { counting, states, keys, countsOf }: CountedPipeline,
): Promise<number[]> {
  const found = Array.from({ length: keys }, () => 0);
  for (const { file, earlier = [] } of operators.find(({ id }) => id === counting)!.subtasks) {
    if (!file) continue;
    const state = new KeyedState(states, 0, smallCut);
    const read = [...earlier, file].map(({ path, bytes }) => storage.read(posix.join(folder, path), bytes));
    restoreState(await Promise.all(read), state, counting);
    countsOf(state).forEach((count, key) => (found[key]! += count));
  }
  return found;
}

function keysIn({ frames }: ChannelRecords, keyed: CountedPipeline['keyed']): number[] {
  const codec = compileCodec(keyed);
  const views = viewsOf(frames.buffer);
  return [...framesIn(views)].map(({ at }) => codec.decode(views, at).key);
}
