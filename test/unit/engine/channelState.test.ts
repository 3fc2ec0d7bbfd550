import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChannelState, writeChannelState } from '../../../src/engine/checkpoint/channelStateFile.js';
import type { Restorable } from '../../../src/engine/checkpoint/history.js';
import { compileCodec, viewsOf } from '../../../src/engine/channels/codec.js';
import { FrameBuffer, framesIn } from '../../../src/engine/channels/frames.js';
import { blackholeSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../../src/engine/pipeline/dsl.js';
import type { Graph } from '../../../src/engine/pipeline/graph.js';
import { Params } from '../../../src/engine/pipeline/params.js';
import { float64, int32, string, struct, type RecordType } from '../../../src/engine/pipeline/recordTypes.js';
import { edgeName } from '../../../src/engine/runtime/edges.js';
import { restoredInFlight } from '../../../src/engine/runtime/inFlightRestore.js';
import { subtaskOfKey } from '../../../src/engine/state/keyHash.js';
import type { ChannelRecords, ChannelState } from '../../../src/engine/task/channelState.js';

const Event = struct({ key: int32, n: int32 });
const codec = compileCodec(Event);

interface Numbered {
  readonly key: number;
  readonly n: number;
}

/** events → passed on as they are → kept by key → gone */
function graphOf(parallelism: number, type: RecordType<Numbered> = Event): Graph {
  const definition = pipeline('events', ({ env }) => {
    env
      .source(
        type,
        generate((n) => ({ key: n, n })),
      )
      .uid('events')
      .map(type, (event) => event)
      .uid('same')
      .keyBy(({ key }) => key)
      .process(type, { state: {}, process: (event, { emit }) => emit(event) })
      .uid('kept')
      .sinkTo(blackholeSink())
      .uid('gone');
  });
  return definition.build(new Params(new Map(), (_, path) => path), parallelism);
}

const ids = ['events', 'same', 'kept', 'gone'];

function framesOf(events: readonly Numbered[]): Uint8Array<ArrayBuffer> {
  const buffer = new FrameBuffer();
  for (const event of events) buffer.appendRecord(codec, event);
  return buffer.bytes();
}

function eventsIn({ frames }: ChannelRecords): Numbered[] {
  const views = viewsOf(frames.buffer);
  return [...framesIn(views)].map(({ at }) => codec.decode(views, at));
}

function bytesOf(state: ChannelState): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...writeChannelState(state)].flatMap((piece) => [...piece]));
}

/** A checkpoint of so many subtasks, with the channel state of each of an operator's. */
function checkpointOf(id: string, states: readonly ChannelState[]): Restorable {
  const files = new Map(states.map((state, subtask) => [`${id}-${subtask}`, bytesOf(state)]));
  const operators = ids.map((each) => ({
    id: each,
    name: each,
    subtasks: states.map((_, subtask) =>
      each === id ? { channelState: { path: `${id}-${subtask}`, bytes: 0, xxh64: 'ef46db3751d8e999' } } : {},
    ),
  }));
  return { metadata: { operators }, files } as unknown as Restorable;
}

const parallelism = fc.integer({ min: 1, max: 8 });
const events = fc
  .array(fc.integer({ min: 0, max: 20 }), { maxLength: 120 })
  .map((keys) => keys.map((key, n) => ({ key, n })));

describe('a file of channel state', () => {
  it('gives back the records of every edge', () => {
    const graph = graphOf(2);
    const state: ChannelState = [
      { end: 'input', edge: edgeName(graph, 2, 0), frames: framesOf([{ key: 1, n: 2 }]) },
      {
        end: 'output',
        edge: edgeName(graph, 3, 0),
        frames: framesOf([
          { key: 3, n: 4 },
          { key: 5, n: 6 },
        ]),
      },
    ];
    expect(readChannelState(bytesOf(state), 'kept')).toEqual(state);
  });

  it('is refused when it is something else, or newer than the program', () => {
    const bytes = bytesOf([]);
    expect(() => readChannelState(Uint8Array.from([...bytes].reverse()), 'kept')).toThrow(
      'The channel state of “kept” in the checkpoint is not channel state.',
    );
    const newer = new TextDecoder().decode(bytes).replace('"version":1', '"version":9');
    expect(() => readChannelState(new TextEncoder().encode(newer), 'kept')).toThrow(/has version 9/);
  });
});

describe('records in flight that are restored with another number of subtasks', () => {
  it('of a keyed operator are where their keys are now, each once, those of one key and channel in order', () => {
    fc.assert(
      fc.property(events, parallelism, parallelism, (given, before, now) => {
        const former = Array.from({ length: before }, (_, subtask) =>
          given.filter(({ key }) => subtaskOfKey(key, before) === subtask),
        );
        const edge = edgeName(graphOf(before), 2, 0);
        const point = checkpointOf(
          'kept',
          former.map((own) => [{ end: 'input' as const, edge, frames: framesOf(own) }]),
        );
        const restored = Array.from({ length: now }, (_, subtask) =>
          restoredInFlight(point, graphOf(now), 2, subtask).flatMap(eventsIn),
        );
        restored.forEach((own, subtask) => {
          for (const { key } of own) expect(subtaskOfKey(key, now)).toBe(subtask);
          for (const { key } of given) {
            const numbers = own.filter((event) => event.key === key).map(({ n }) => n);
            expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          }
        });
        expect(restored.flat().sort((a, b) => a.n - b.n)).toEqual(given);
      }),
    );
  });

  it.each([
    ['on the inputs of an operator without keys', 'same', 1, 'input', 1],
    ['held back by the outputs of one', 'same', 1, 'output', 2],
  ] as const)('%s are at one subtask each', (_, id, operator, end, to) => {
    fc.assert(
      fc.property(events, parallelism, parallelism, (given, before, now) => {
        const edge = edgeName(graphOf(before), to, 0);
        const states = Array.from({ length: before }, (__, subtask) => {
          const own = given.filter(({ n }) => n % before === subtask);
          return [{ end, edge, frames: framesOf(own) }];
        });
        const point = checkpointOf(id, states);
        const restored = Array.from({ length: now }, (__, subtask) =>
          restoredInFlight(point, graphOf(now), operator, subtask).flatMap(eventsIn),
        );
        expect(restored.flat().sort((a, b) => a.n - b.n)).toEqual(given);
        if (before === now) expect(restored).toEqual(states.map((state) => state.flatMap(eventsIn)));
      }),
    );
  });

  it('are refused where the definition has another record type, or does not join the operators any more', () => {
    const frames = framesOf([{ key: 1, n: 1 }]);
    const edge = edgeName(graphOf(1), 2, 0);
    const point = checkpointOf('kept', [[{ end: 'input', edge, frames }]]);
    const Changed = struct({ key: int32, n: float64, text: string }) as RecordType<Numbered>;
    expect(() => restoredInFlight(point, graphOf(1, Changed), 2, 0)).toThrow(
      /from “same” to “kept” of another type \(key: int32, n: int32\) than the definition has \(key: int32, n: float64, text: string\)/,
    );
    const elsewhere = checkpointOf('kept', [[{ end: 'input', edge: { ...edge, from: 'gone' }, frames }]]);
    expect(() => restoredInFlight(elsewhere, graphOf(1), 2, 0)).toThrow(/which the pipeline no longer joins/);
  });
});
