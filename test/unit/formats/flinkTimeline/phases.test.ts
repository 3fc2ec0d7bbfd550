import { describe, expect, it } from 'vitest';
import type { CheckpointConfig, SubtaskEvidence } from '../../../../src/formats/evidence/model.js';
import { subtaskPhases } from '../../../../src/formats/flinkTimeline/subtaskPhases.js';

const trigger = Date.UTC(2026, 10, 22, 10);
const vertex = 'a'.repeat(32);

/** `phase from–to ±uncertainty`, in ms after the trigger. */
function phasesOf(
  subtask: Partial<SubtaskEvidence>,
  config?: CheckpointConfig,
  kind: 'checkpoint' | 'savepoint' = 'checkpoint',
): readonly string[] {
  const evidence = { vertex, subtask: 0, outcome: 'acknowledged' as const, ...subtask };
  return subtaskPhases(evidence, { id: 4, trigger, kind }, config).map(
    ({ phase, start, end, origin, uncertainty }) =>
      `${origin} ${phase} ${start - trigger}–${end - trigger} ±${uncertainty}`,
  );
}

const reported = { startDelay: 24, alignment: 4, sync: 3, async: 10 };

describe('the phases of a subtask by what REST says', () => {
  it('go forward from the trigger, and what is left over before the acknowledgement is their uncertainty', () => {
    expect(phasesOf({ ...reported, ack: trigger + 434 })).toEqual([
      'derived startDelay 0–24 ±2',
      'derived alignment 24–28 ±2',
      'derived sync 28–31 ±395',
      'derived async 31–41 ±395',
      'derived ack 41–434 ±395',
    ]);
  });

  it('of an unaligned snapshot overlap: the lock is taken at the first barrier', () => {
    expect(phasesOf({ ...reported, alignment: 200, unaligned: true, ack: trigger + 240 })).toEqual([
      'derived startDelay 0–24 ±2',
      'derived alignment 24–224 ±2',
      'derived sync 24–27 ±205',
      'derived async 27–37 ±205',
      'derived ack 37–240 ±205',
    ]);
  });

  it('of one that became unaligned begin when the timeout is over, and not before the first barrier', () => {
    const late = { ...reported, alignment: 2000, unaligned: true, ack: trigger + 2100 };
    const sync = (alignedTimeout: number) => phasesOf(late, { unaligned: true, alignedTimeout })[2];
    expect(sync(1000)).toMatch(/^derived sync 1000–1003 /);
    expect(sync(10)).toMatch(/^derived sync 24–27 /);
  });

  it('are uncertain by the alignment, too, where Flink’s flag does not tell', () => {
    const quiet = { ...reported, alignment: 200, unaligned: false, ack: trigger + 260 };
    expect(phasesOf(quiet, { unaligned: true })[2]).toBe('derived sync 224–227 ±202');
    expect(phasesOf(quiet, { unaligned: true }, 'savepoint')[2]).toBe('derived sync 224–227 ±25');
    expect(phasesOf(quiet, { unaligned: false })[2]).toBe('derived sync 224–227 ±25');
  });

  it('that do not fit before the acknowledgement show that clocks differ', () => {
    expect(phasesOf({ startDelay: 500, alignment: 0, sync: 3, async: 10, ack: trigger + 100 })).toEqual([
      'derived startDelay 0–500 ±2',
      'derived sync 500–503 ±415',
      'derived async 503–513 ±415',
    ]);
  });

  it('of one that was given up while it waited are those that it came to', () => {
    expect(phasesOf({ outcome: 'aborted', startDelay: 900, alignment: 40 })).toEqual([
      'derived startDelay 0–900 ±2',
      'derived alignment 900–940 ±2',
    ]);
  });

  it('are none where it had finished, is pending, or was given up before it began', () => {
    const nothing = { startDelay: 0, alignment: 0 };
    expect(phasesOf({ ...nothing, outcome: 'finished', sync: 0, async: 0, ack: trigger + 3 })).toEqual([]);
    expect(phasesOf({ outcome: 'pending' })).toEqual([]);
    expect(phasesOf({ ...nothing, outcome: 'aborted' })).toEqual([]);
  });
});

describe('the phases of a subtask by its log', () => {
  const withoutSyncMs = {
    firstBarrier: trigger + 24,
    lastBarrier: trigger + 28,
    started: trigger + 28,
    barrierSent: trigger + 429,
    syncEnd: trigger + 432,
    asyncStart: trigger + 440,
    queueMs: 8,
    asyncMs: 10,
    asyncEnd: trigger + 443,
  };
  const moments = { ...withoutSyncMs, syncMs: 3 };

  it('have the work before the barrier, which no Flink number has', () => {
    expect(phasesOf({ moments, ack: trigger + 450 })).toEqual([
      'measured startDelay 0–24 ±1',
      'measured alignment 24–28 ±1',
      'measured preBarrier 28–429 ±1',
      'measured sync 429–432 ±1',
      'measured async 432–442 ±1',
      'measured ack 442–450 ±1',
    ]);
  });

  it('go before those by REST, which lend the durations that the log of an old Flink gets wrong', () => {
    const sync = (more: Partial<SubtaskEvidence>) =>
      phasesOf({ moments: withoutSyncMs, ...more }).find((phase) => phase.includes(' sync '));
    expect(sync({ sync: 3 })).toBe('measured sync 429–432 ±1');
    expect(sync({})).toBe('measured sync 429–432 ±3');
  });

  it('are drawn up to the last line of one that never came to its snapshot', () => {
    const { firstBarrier, lastBarrier } = moments;
    expect(phasesOf({ outcome: 'pending', moments: { firstBarrier, lastBarrier } })).toEqual([
      'measured startDelay 0–24 ±1',
      'measured alignment 24–28 ±1',
    ]);
  });
});
