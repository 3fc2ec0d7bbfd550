import { describe, expect, it } from 'vitest';
import { EventReader, eventRingMemory, EventWriter } from '../../../src/engine/recorder/eventRing.js';

const oneRecord = {
  records: 1,
  longestPause: 0,
  bytesCopied: 0,
  backPressured: 0,
  idle: 0,
  processorWait: 0,
};

describe('the event ring', () => {
  it('hands over every kind of event as it was recorded, in order', () => {
    const memory = eventRingMemory();
    const writer = new EventWriter(memory);
    writer.span(7, 'sync', 1.5, 1.75, 64, 0.5);
    writer.batch(7, 2, 3, 1024);
    const counts = {
      records: 500,
      longestPause: 0.25,
      bytesCopied: 64,
      backPressured: 1.5,
      idle: 2,
      processorWait: 0.75,
    };
    writer.bucket(12, counts);
    writer.heldInput(7, 1, 2, 3.5);
    const reader = new EventReader(memory);
    expect(reader.drain()).toEqual([
      { kind: 'span', checkpoint: 7, phase: 'sync', start: 1.5, end: 1.75, bytes: 64, uncertainty: 0.5 },
      { kind: 'batch', checkpoint: 7, start: 2, end: 3, records: 1024 },
      { kind: 'bucket', index: 12, ...counts },
      { kind: 'heldInput', checkpoint: 7, input: 1, start: 2, end: 3.5 },
    ]);
    expect(reader.drain()).toEqual([]);
  });

  it('drops what finds it full, counts it, keeps what was there, and goes on after a drain', () => {
    const memory = eventRingMemory();
    const writer = new EventWriter(memory);
    const reader = new EventReader(memory);
    for (let index = 0; index < 5000; index++) writer.bucket(index, oneRecord);
    const kept = reader.drain();
    expect(kept.length + reader.droppedCount).toBe(5000);
    expect(reader.droppedCount).toBeGreaterThan(0);
    expect(kept.map((event) => event.kind === 'bucket' && event.index)).toEqual([...kept.keys()]);
    writer.bucket(9999, oneRecord);
    expect(reader.drain()).toMatchObject([{ index: 9999 }]);
  });
});
