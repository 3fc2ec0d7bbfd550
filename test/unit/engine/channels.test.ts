import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCodec, viewsOf } from '../../../src/engine/channels/codec.js';
import { channelBarriers, ringMemory, RingReader, RingWriter } from '../../../src/engine/channels/ring.js';
import {
  boolean,
  bytes,
  float64,
  int32,
  int64,
  json,
  string,
  struct,
} from '../../../src/engine/pipeline/recordTypes.js';

const Everything = struct({
  id: int32,
  name: string,
  total: int64,
  ok: boolean,
  ratio: float64,
  'odd name"': string,
  raw: bytes,
  any: json<unknown>(),
});
const codec = compileCodec(Everything);

const records = fc.record({
  id: fc.integer(),
  name: fc.string({ unit: 'binary', maxLength: 40 }),
  total: fc.maxSafeInteger(),
  ok: fc.boolean(),
  ratio: fc.double(),
  'odd name"': fc.string({ maxLength: 5 }),
  raw: fc.uint8Array({ maxLength: 20 }),
  any: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
});

describe('a record that does not fit its declaration', () => {
  it('is shown as it is, and cut where it is long', () => {
    const { encode } = compileCodec(struct({ n: int32, tags: json<readonly string[]>() }));
    const write = (tags: readonly string[]) => (): void =>
      encode({ n: 0.5, tags }, viewsOf(new ArrayBuffer(256)), 0);
    expect(write(['a'])).toThrow(
      "the field “n” is declared int32 and got 0.5 (number) in { n: 0.5, tags: [ 'a' ] }",
    );
    expect(write(Array.from({ length: 9 }, () => 'x'.repeat(99)))).toThrow(/^.{250,280}…$/);
  });
});

describe('records as bytes', () => {
  it('come out as they went in, whatever the fields hold', () => {
    fc.assert(
      fc.property(records, (record) => {
        const views = viewsOf(new ArrayBuffer(codec.words(record) * 8 + 16));
        codec.encode(record, views, 2);
        expect(codec.decode(views, 2)).toEqual(record);
      }),
    );
  });

  it.each([
    [{ id: 1.5 }, 'the field “id” is declared int32 and got 1.5 (number)'],
    [{ id: 2 ** 31 }, 'the field “id” is declared int32 and got 2147483648 (number)'],
    [{ name: null }, 'the field “name” is declared string and got null (object)'],
    [{ total: 2 ** 53 }, 'the field “total” is declared int64 and got 9007199254740992 (number)'],
    [{ ok: 1 }, 'the field “ok” is declared boolean and got 1 (number)'],
    [{ ratio: '1' }, 'the field “ratio” is declared float64 and got "1" (string)'],
    [{ ratio: undefined }, 'the field “ratio” is declared float64 and got undefined (undefined)'],
    [{ raw: [1] }, 'the field “raw” is declared bytes and got 1 (object)'],
    [{ any: undefined }, 'the field “any” is declared json and got undefined (undefined)'],
  ])('are refused when a field does not fit its declaration: %o', (wrong, message) => {
    const good = {
      id: 1,
      name: 'n',
      total: 1,
      ok: true,
      ratio: 1,
      'odd name"': '',
      raw: new Uint8Array(1),
      any: null,
    };
    const record = { ...good, ...wrong } as typeof good;
    const write = (): void => codec.encode(record, viewsOf(new ArrayBuffer(256)), 0);
    const refused = (): unknown => codec.words(record) && write();
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(`${message} in { id: `);
  });
});

describe('a channel', () => {
  const Text = struct({ text: string });
  const textCodec = compileCodec(Text);

  it('gives back every frame in order, through any mix of writes, flushes, reads and releases', () => {
    const actions = fc.array(
      fc.oneof(
        fc.record({ write: fc.nat({ max: 60 }) }),
        fc.constantFrom('barrier' as const, 'read' as const, 'read' as const),
      ),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(actions, (steps) => {
        const memory = ringMemory(64);
        const writer = new RingWriter(memory);
        const reader = new RingReader(memory);
        const expected: (string | number)[] = [];
        const seen: (string | number)[] = [];
        steps.forEach((step, index) => {
          if (step === 'read') {
            const kind = reader.peek();
            if (kind === 'record') seen.push(reader.takeRecord(textCodec).text);
            if (kind === 'barrier') seen.push(reader.takeControl());
            reader.release();
          } else if (step === 'barrier') {
            if (writer.writeBarrier(index)) expected.push(index);
          } else {
            const text = 'x'.repeat(step.write);
            if (
              textCodec.words({ text }) <= writer.frameWordsMax &&
              writer.writeRecord(textCodec, { text })
            ) {
              expected.push(text);
            }
          }
          writer.flush();
        });
        for (let kind = reader.peek(); kind !== undefined; kind = reader.peek()) {
          seen.push(kind === 'record' ? reader.takeRecord(textCodec).text : reader.takeControl());
        }
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('shows nothing before the flush, and takes nothing more when it is full until the reader makes room', () => {
    const memory = ringMemory(16);
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory);
    let written = 0;
    while (writer.writeBarrier(written)) written++;
    expect(written).toBe(8);
    expect(reader.peek()).toBeUndefined();
    writer.flush();
    expect(reader.peek()).toBe('barrier');
    reader.takeControl();
    expect(writer.writeBarrier(9)).toBe(false);
    reader.release();
    expect(writer.writeBarrier(9)).toBe(true);
  });

  it('wakes a writer that waits for room once half of it is free, and one that does not wait never', () => {
    const memory = ringMemory(16);
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory);
    const take = (): boolean => {
      reader.peek();
      reader.takeControl();
      return reader.release();
    };
    for (let id = 1; id <= 8; id++) writer.writeBarrier(id);
    writer.flush();
    expect(take()).toBe(false);
    writer.waitForRoom();
    expect([take(), take(), take()]).toEqual([false, false, true]);
    expect(channelBarriers(memory).isFull).toBe(false);
    expect(take()).toBe(false);
  });

  it('has room for its longest frame, and the filler before it, wherever half of it is free', () => {
    const text = 'x'.repeat(26);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 26 }), { maxLength: 60, size: 'max' }), (lengths) => {
        const memory = ringMemory(32);
        const writer = new RingWriter(memory);
        const reader = new RingReader(memory);
        expect(textCodec.words({ text })).toBe(writer.frameWordsMax);
        for (const length of lengths) {
          const record = { text: text.slice(0, length) };
          while (!writer.writeRecord(textCodec, record)) {
            writer.flush();
            writer.waitForRoom();
            do {
              expect(reader.peek()).toBe('record');
              reader.takeRecord(textCodec);
            } while (!reader.release());
            expect(writer.writeRecord(textCodec, { text })).toBe(true);
          }
        }
      }),
    );
  });

  it('refuses a record that could never fit', () => {
    const writer = new RingWriter(ringMemory(16));
    expect(() => writer.writeRecord(textCodec, { text: 'x'.repeat(100) })).toThrow(/too long for a channel/);
  });
});
