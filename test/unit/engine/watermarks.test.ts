import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WatermarkStrategy } from '../../../src/engine/pipeline/watermarkStrategy.js';
import { InputWatermarks } from '../../../src/engine/task/inputWatermarks.js';
import { WatermarkGenerator } from '../../../src/engine/task/watermarkGenerator.js';
import type { StreamOperator } from '../../../src/engine/operators/operator.js';
import { statelessOperator } from '../../../src/engine/operators/stateless.js';
import { rig } from './subtaskRig.js';

describe('event time at the inputs of a subtask', () => {
  const inputs = 3;
  const step = fc.record({
    input: fc.nat(inputs - 1),
    watermark: fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined }),
  });

  it('is the least watermark of those that are not idle, and never goes back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: -60, max: 60 }), (steps, restored) => {
        const watermarks = new InputWatermarks(inputs, restored);
        const told = Array.from({ length: inputs }, () => ({ watermark: -Infinity, idle: false }));
        let before = restored;
        for (const { input, watermark } of steps) {
          if (watermark === undefined) watermarks.becomeIdle(input);
          else watermarks.advance(input, watermark);
          const { watermark: old } = told[input]!;
          told[input] = { watermark: Math.max(old, watermark ?? -Infinity), idle: watermark === undefined };
          const active = told.filter(({ idle }) => !idle);
          const counted = (active.length > 0 ? active : told).map((each) => each.watermark);
          const common = active.length > 0 ? Math.min(...counted) : Math.max(...counted);
          expect(watermarks.current).toBe(Math.max(before, common));
          expect(watermarks.isIdle).toBe(active.length === 0);
          before = watermarks.current;
        }
      }),
    );
  });
});

describe('watermarks through a subtask', () => {
  const passing = (emit: (n: number) => void) =>
    statelessOperator((record) => emit((record as { n: number }).n));

  it('come after the records before them, once all inputs have them', () => {
    const { inputs, output, stepUntil } = rig(2, passing);
    inputs[0]!.records(1);
    inputs[0]!.watermark(10);
    inputs[0]!.records(2);
    stepUntil('blocked');
    expect(output()).toEqual([1, 2]);
    inputs[1]!.watermark(7);
    inputs[1]!.records(3);
    inputs[1]!.watermark(20);
    stepUntil('blocked');
    expect(output()).toEqual(['~7', 3, '~10']);
  });

  it('do not wait for an idle input, and say so downstream when all are', () => {
    const { inputs, output, stepUntil } = rig(2, passing);
    inputs[0]!.watermark(10);
    inputs[1]!.idle();
    stepUntil('blocked');
    expect(output()).toEqual(['~10']);
    inputs[0]!.idle();
    stepUntil('blocked');
    expect(output()).toEqual(['idle']);
    inputs[1]!.watermark(3);
    stepUntil('blocked');
    expect(output(), 'an input that is behind does not turn time back').toEqual(['~10']);
    inputs[1]!.watermark(12);
    stepUntil('blocked');
    expect(output()).toEqual(['~12']);
  });

  it('keep their place among the records where the output is full', () => {
    const { inputs, output, stepUntil } = rig(1, passing, { outputWords: 8 });
    const sent: (number | string)[] = [];
    for (let n = 0; n < 12; n++) {
      inputs[0]!.records(n);
      inputs[0]!.watermark(n);
      sent.push(n, `~${n}`);
    }
    const seen: (number | string)[] = [];
    for (let rounds = 0; rounds < 40; rounds++) {
      stepUntil('blocked');
      seen.push(...output());
    }
    expect(seen).toEqual(sent);
  });
});

describe('timers that are due', () => {
  const count = 3000;

  /** As many timers, each of which emits its number. */
  function timing(emit: (n: number) => void): StreamOperator {
    let fired = 0;
    let watermark = -Infinity;
    return {
      ...statelessOperator((record) => emit((record as { readonly n: number }).n)),
      timers: {
        watermark,
        nextAt: Infinity,
        get hasDue() {
          return watermark > 0 && fired < count;
        },
        advanceWatermark: (time) => void (watermark = time),
        fire() {
          if (!this.hasDue) return false;
          emit(-++fired);
          return true;
        },
      },
    };
  }

  const numbers = Array.from({ length: count }, (_, n) => -(n + 1));

  it('fire before the records after the watermark, and the watermark goes on when all have', () => {
    const { inputs, output, stepUntil } = rig(1, timing, { outputWords: 1 << 14 });
    inputs[0]!.records(1);
    inputs[0]!.watermark(5);
    inputs[0]!.records(2);
    stepUntil('blocked');
    expect(output()).toEqual([1, ...numbers, '~5', 2]);
  });

  it('let a barrier pass that is next, so that it waits for a batch of them and not for all', () => {
    const { inputs, output, stepUntil } = rig(1, timing, { outputWords: 1 << 14 });
    inputs[0]!.watermark(5);
    inputs[0]!.barrier(1);
    stepUntil('blocked');
    const seen = output();
    expect(seen.indexOf('|1')).toBeLessThan(count / 2);
    expect(seen.filter((each) => each !== '|1')).toEqual([...numbers, '~5']);
  });

  it('let none pass at the end of all, since no other would commit what they emit', () => {
    const { inputs, output, stepUntil } = rig(1, timing, { outputWords: 1 << 14 });
    inputs[0]!.watermark(Infinity);
    inputs[0]!.barrier(1);
    stepUntil('blocked');
    expect(output()).toEqual([...numbers, '~Infinity', '|1']);
  });
});

describe('a watermark strategy', () => {
  /** What goes out for records with these timestamps, each list a batch. */
  function sentFor(strategy: WatermarkStrategy) {
    const sent: (number | string)[] = [];
    const time = { timestamp: Number.NaN };
    const outputs = {
      emit: () => void sent.push(time.timestamp),
      sendWatermark: (watermark: number) => void sent.push(`~${watermark}`),
      sendIdle: () => void sent.push('idle'),
    };
    const timestamp = (record: { readonly at: number }): number => record.at;
    const generator = new WatermarkGenerator({ timestamp, strategy }, time, outputs);
    const batch = (now: number, ...timestamps: readonly number[]): void => {
      for (const at of timestamps) generator.emit({ at });
      generator.batchEnded(now);
    };
    return { sent, generator, batch };
  }

  it('says after each batch that nothing older than its bound is to come', () => {
    const { sent, generator, batch } = sentFor(WatermarkStrategy.forBoundedOutOfOrderness(100));
    batch(0, 1000, 950, 1010);
    batch(1, 990);
    batch(2, 1200);
    generator.end();
    expect(sent).toEqual([1000, 950, 1010, '~909', 990, 1200, '~1099', '~Infinity']);
  });

  it('expects no timestamp twice to be the highest where they only grow', () => {
    const { sent, batch } = sentFor(WatermarkStrategy.forMonotonousTimestamps());
    batch(0, 5);
    expect(sent).toEqual([5, '~4']);
  });

  it('is idle after a time without records, and takes it back before the next', () => {
    const { sent, generator, batch } = sentFor(WatermarkStrategy.forMonotonousTimestamps().withIdleness(50));
    batch(10, 5);
    generator.waiting(59);
    expect(sent).toEqual([5, '~4']);
    expect(generator.idleAt).toBe(60);
    generator.waiting(60);
    generator.waiting(200);
    batch(210, 6);
    expect(sent).toEqual([5, '~4', 'idle', '~4', 6, '~5']);
  });

  it('is idle also where there never was a record', () => {
    const { sent, generator } = sentFor(WatermarkStrategy.forMonotonousTimestamps().withIdleness(50));
    generator.waiting(100);
    expect(generator.idleAt).toBe(150);
    generator.waiting(150);
    expect(sent).toEqual(['idle']);
  });

  it('takes no timestamp that is no whole number, and says which', () => {
    const { batch } = sentFor(WatermarkStrategy.forMonotonousTimestamps());
    expect(() => batch(0, Number.NaN)).toThrow('the timestamp of a record is NaN');
  });
});
