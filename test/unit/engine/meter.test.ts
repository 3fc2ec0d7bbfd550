import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventReader, eventRingMemory, EventWriter } from '../../../src/engine/recorder/eventRing.js';
import { BucketSeries } from '../../../src/engine/recorder/bucketSeries.js';
import { bucketMs } from '../../../src/engine/task/buckets.js';
import { Meter } from '../../../src/engine/task/meter.js';
import { counterNames } from '../../../src/trace/model.js';

/** A meter, and the series that its events make. */
function metered(bytesCopied: () => number = () => 0, processorWait?: () => number) {
  const memory = eventRingMemory();
  const meter = new Meter(new EventWriter(memory), bytesCopied, processorWait);
  const events = new EventReader(memory);
  const series = new BucketSeries();
  return {
    meter,
    counters: () => {
      meter.flush();
      for (const event of events.drain()) if (event.kind === 'bucket') series.add(event.index, event);
      return new Map(
        series
          .counters({ operator: 0, subtask: 0 })
          .map(({ name, start, values }) => [name, { start, values: [...values] }] as const),
      );
    },
  };
}

describe('a meter', () => {
  it('gives a wait for room to the buckets that it goes through, and one for work apart from it', () => {
    const { meter, counters } = metered();
    meter.batch(1, 5, 100);
    meter.waits('room', 5);
    meter.goesOn(47);
    meter.batch(47, 48, 100);
    meter.waits('work', 48);
    meter.goesOn(50);
    expect(counters().get(counterNames.backPressuredTime)).toEqual({ start: 0, values: [15, 20, 7] });
    expect(counters().get(counterNames.idleTime)).toEqual({ start: 0, values: [0, 0, 2] });
    expect(counters().get(counterNames.recordsProcessed)).toEqual({ start: 0, values: [100, 0, 100] });
  });

  it('counts a wait that goes on as far as it has come', () => {
    const { meter, counters } = metered();
    meter.waits('work', 0);
    meter.waits('work', 30);
    expect(counters().get(counterNames.idleTime)).toEqual({ start: 0, values: [20, 10] });
    meter.goesOn(45);
    expect(counters().get(counterNames.idleTime)).toEqual({ start: 0, values: [20, 20, 5] });
  });

  it('gives copied bytes to the bucket in which they were copied, by a batch or under the lock', () => {
    let copied = 0;
    const { meter, counters } = metered(() => copied);
    meter.batch(1, 2, 10);
    copied = 640;
    meter.batch(21, 22, 10);
    copied = 1000;
    meter.lockHeld(1, 44);
    meter.batch(61, 62, 10);
    expect(counters().get(counterNames.bytesCopied)).toEqual({ start: 0, values: [0, 640, 360, 0] });
  });

  it('has no series of copied bytes for a subtask that never copied any', () => {
    const { meter, counters } = metered();
    meter.batch(1, 2, 10);
    expect([...counters().keys()]).not.toContain(counterNames.bytesCopied);
  });

  it('gives the time without a processor to the bucket that is over, apart from what was waited for before the first', () => {
    let waited = 7;
    const { meter, counters } = metered(undefined, () => waited);
    meter.batch(1, 2, 10);
    waited += 3;
    meter.batch(21, 22, 10);
    waited += 2.5;
    meter.batch(41, 42, 10);
    expect(counters().get(counterNames.processorWaitTime)).toEqual({ start: 0, values: [3, 2.5, 0] });
  });

  it('has no series of that where nobody can tell', () => {
    const { meter, counters } = metered();
    meter.batch(1, 2, 10);
    meter.batch(21, 22, 10);
    expect([...counters().keys()]).not.toContain(counterNames.processorWaitTime);
  });

  it('never counts more time in a bucket than it has, and loses none, whatever batches and waits follow each other', () => {
    const steps = fc.array(
      fc.record({
        lack: fc.constantFrom('room' as const, 'work' as const, undefined),
        ms: fc.double({ min: 0, max: 70, noNaN: true }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const { meter, counters } = metered();
        let now = 0;
        let waited = 0;
        for (const { lack, ms } of list) {
          if (meter.isWaiting) meter.goesOn(now);
          if (lack === undefined) meter.batch(now, now + ms, 1);
          else {
            meter.waits(lack, now);
            waited += ms;
          }
          now += ms;
        }
        meter.goesOn(now);
        const room = counters().get(counterNames.backPressuredTime)?.values ?? [];
        const work = counters().get(counterNames.idleTime)?.values ?? [];
        room.forEach((ms, bucket) => expect(ms + work[bucket]!).toBeLessThanOrEqual(bucketMs + 0.01));
        const sum = [...room, ...work].reduce((total, ms) => total + ms, 0);
        expect(Math.abs(sum - waited)).toBeLessThan(0.002 * (room.length + 1));
      }),
    );
  });
});
