import { afterEach, describe, expect, it } from 'vitest';
import { clockStretch, triggerTime } from '../../../webview/clock/clockWords.js';
import { clockOf, dateAndTime, nextTimeFormat, timeOfDay, type Clock } from '../../../webview/clock/clock.js';
import { rulerTicks } from '../../../webview/chart/ruler.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';

const epoch = Date.UTC(2026, 10, 26, 23, 59, 58);
const utc: Clock = { epoch, isLocal: false };
const zone = process.env['TZ'];

function ticks(from: number, to: number, clock: Clock = utc, width = 800): string[] {
  const scale = { from, to, left: 0, width };
  return rulerTicks(scale, { zero: 0, zeroName: '0 trigger', clock }).map(({ label }) => label);
}

describe('times by the clock', () => {
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('are round on the ruler, and say as much as lies between them', () => {
    expect(ticks(-1500, 1500)).toEqual([
      '59:56.5',
      '59:57.0',
      '59:57.5',
      '59:58.0',
      '59:58.5',
      '59:59.0',
      '59:59.5',
    ]);
    expect(ticks(250, 250.05, utc, 400)).toEqual([
      '58.25000',
      '58.25001',
      '58.25002',
      '58.25003',
      '58.25004',
      '58.25005',
    ]);
    expect(ticks(0, 60_000, utc, 300)).toEqual(['00:00:00', '00:00:15', '00:00:30', '00:00:45']);
  });

  it('say the day where it begins, over hours', () => {
    expect(ticks(0, 6 * 3_600_000, utc, 400)).toEqual(['11-27', '02:00', '04:00']);
  });

  it('have another zero than the trigger, which changes no moment', () => {
    const scale = { from: 0, to: 1000, left: 0, width: 300 };
    const [first] = rulerTicks(scale, { zero: 0, zeroName: '0 trigger', clock: utc });
    expect(first!.time).toBeCloseTo(0, 6);
  });

  it('are those of the machine where that is asked for, with its distance from UTC', () => {
    process.env['TZ'] = 'Asia/Kolkata';
    expect(dateAndTime({ epoch, isLocal: true }, 250)).toBe('2026-11-27 05:29:58.250 UTC+05:30');
    expect(ticks(0, 1000, { epoch, isLocal: true }, 200)).toEqual(['29:58.0', '29:58.5', '29:59.0']);
    process.env['TZ'] = 'America/New_York';
    expect(dateAndTime({ epoch, isLocal: true }, 0)).toBe('2026-11-26 18:59:58.000 UTC−05:00');
  });

  it('follow the machine through the hour that is there twice', () => {
    process.env['TZ'] = 'Europe/Berlin';
    const clock = { epoch: Date.UTC(2026, 9, 25, 0, 30), isLocal: true };
    expect(dateAndTime(clock, 0)).toBe('2026-10-25 02:30:00.000 UTC+02:00');
    expect(dateAndTime(clock, 3_600_000)).toBe('2026-10-25 02:30:00.000 UTC+01:00');
  });

  it('carry to the next second where they are rounded, and are never negative before 1970', () => {
    expect(timeOfDay(utc, 999.9999, 3)).toBe('23:59:59.000');
    expect(dateAndTime({ epoch: -1, isLocal: false }, 0)).toBe('1969-12-31 23:59:59.999 UTC');
  });

  it('are as fine as the trace: microseconds of the engine, milliseconds of Flink', () => {
    const engine = ordersTrace();
    expect(clockStretch(utc, engine, 0.0236, 1)).toBe('23:59:58.000024 – 23:59:58.001000');
    const flink = { ...engine, source: { ...engine.source, resolution: 1 } };
    expect(clockStretch(utc, flink, 0, 12)).toBe('23:59:58.000 – 23:59:58.012');
  });

  it('are UTC for a checkpoint where the axis is relative, and absent where a trace has no date', () => {
    const trace = { ...ordersTrace(), epoch };
    const { trigger } = trace.checkpoints[0]!;
    expect(triggerTime(trace, 0, 'relative')).toBe(dateAndTime(utc, trigger));
    expect(triggerTime({ ...trace, epoch: 9e15 }, 0, 'utc')).toBe('');
    expect(clockOf('utc', { ...trace, epoch: 9e15 })).toBeUndefined();
  });

  it('come in turn and go back to relative ones', () => {
    expect([nextTimeFormat('relative'), nextTimeFormat('utc'), nextTimeFormat('local')]).toEqual([
      'utc',
      'local',
      'relative',
    ]);
  });
});
