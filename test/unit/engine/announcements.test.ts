import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCodec, viewsOf } from '../../../src/engine/channels/codec.js';
import { FrameBuffer, framesIn } from '../../../src/engine/channels/frames.js';
import { filledRing, ringMemory, RingReader, RingWriter } from '../../../src/engine/channels/ring.js';
import { string, struct } from '../../../src/engine/pipeline/recordTypes.js';

const codec = compileCodec(struct({ text: string }));

function channel(words: number): {
  writer: RingWriter;
  reader: RingReader;
  write: (text: string) => boolean;
} {
  const memory = ringMemory(words);
  const writer = new RingWriter(memory);
  return { writer, reader: new RingReader(memory), write: (text) => writer.writeRecord(codec, { text }) };
}

function textsIn(copy: FrameBuffer): string[] {
  const views = viewsOf(copy.bytes().buffer);
  return [...framesIn(views)].map(({ at }) => codec.decode(views, at).text);
}

describe('a barrier that is announced in a channel', () => {
  it('needs no room, is known at once, and stands behind what was written before it', () => {
    const { writer, reader, write } = channel(16);
    while (write('a'));
    writer.announce(7, 250);
    expect(write('b')).toBe(false);
    expect(reader.announced()).toMatchObject({ checkpoint: 7, overtakeAt: 250 });
    let records = 0;
    for (; reader.peek() === 'record'; records++) reader.takeRecord(codec);
    expect(reader.peek()).toBe('announced');
    expect(reader.position).toBe(reader.announced()!.position);
    expect(records).toBe(8);
  });

  it('is not passed by what is written after it, until it has been dealt with', () => {
    const { writer, reader, write } = channel(64);
    write('before');
    writer.flush();
    expect(reader.peek()).toBe('record');
    writer.announce(1, 0);
    write('after');
    writer.flush();
    expect(reader.takeRecord(codec).text).toBe('before');
    expect(reader.peek()).toBe('announced');
    reader.takeAnnouncement();
    expect(reader.takeRecord(codec).text).toBe('after');
  });

  it('makes way for that of a newer checkpoint', () => {
    const { writer, reader, write } = channel(64);
    writer.announce(1, 0);
    write('between');
    writer.announce(2, 0);
    expect(reader.announced()!.checkpoint).toBe(2);
    expect(reader.peek()).toBe('record');
  });

  it('keeps any time from which on it overtakes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (overtakeAt) => {
        const { writer, reader } = channel(16);
        writer.announce(1, overtakeAt);
        expect(reader.announced()!.overtakeAt).toBe(overtakeAt);
      }),
    );
  });
});

describe('the records before an announced barrier', () => {
  it('are copied in order and read as usual, wherever the reader stands and the memory ends', () => {
    const texts = fc.array(fc.string({ maxLength: 24 }), { maxLength: 60 });
    fc.assert(
      fc.property(
        texts,
        fc.nat(60),
        fc.array(fc.nat(3), { minLength: 200, maxLength: 200 }),
        (given, at, turns) => {
          const { writer, reader, write } = channel(64);
          const taken: string[] = [];
          const takeOne = (): void => {
            if (reader.peek() === 'record') taken.push(reader.takeRecord(codec).text);
            reader.release();
          };
          const announcedAfter = Math.min(at, given.length);
          let copied: string[] = [];
          let turn = 0;
          given.forEach((text, index) => {
            if (index === announcedAfter) {
              writer.announce(1, 0);
              const copy = new FrameBuffer();
              reader.copyRecords(reader.position, reader.announced()!.position, copy);
              copied = textsIn(copy);
              expect([...taken, ...copied]).toEqual(given.slice(0, index));
              reader.takeAnnouncement();
            }
            while (!write(text)) {
              writer.flush();
              takeOne();
            }
            writer.flush();
            for (let left = turns[turn++ % turns.length]!; left > 0; left--) takeOne();
          });
          while (reader.peek() === 'record') takeOne();
          expect(taken).toEqual(given);
        },
      ),
    );
  });

  it('can be read again from a channel that is filled with them', () => {
    const copy = new FrameBuffer();
    for (const text of ['one', 'two', 'three']) copy.appendRecord(codec, { text });
    const reader = new RingReader(filledRing(copy.bytes()));
    const seen: string[] = [];
    while (reader.peek() === 'record') seen.push(reader.takeRecord(codec).text);
    expect(seen).toEqual(['one', 'two', 'three']);
    expect(reader.peek()).toBeUndefined();
  });
});
