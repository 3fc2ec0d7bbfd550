import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/engine/checkpoint/coordinator.js';
import { started, types } from './coordinatorRig.js';

describe('a coordinator whose barriers may overtake, once the sources have nothing more to give', () => {
  /** Its first checkpoint after the sources is triggered at 0; each given one is complete at its time, with so many bytes in flight. */
  const afterSources = (checkpointsMax = Infinity) => {
    const { at, coordinator } = started({ unaligned: true, checkpointsMax });
    const first = coordinator.handle({ type: 'sourceExhausted', subtask: 0 }, 0);
    const complete = (checkpoint: number, bytes: number, now: number): Effect[] => {
      const channelState = { path: 'a.channels', bytes, xxh64: '' };
      for (const subtask of [0, 1]) {
        const acknowledgement = subtask === 0 || bytes === 0 ? {} : { channelState };
        coordinator.handle({ type: 'acknowledged', checkpoint, subtask, acknowledgement }, now);
      }
      return coordinator.handle({ type: 'published', checkpoint }, now);
    };
    return { at, first, complete };
  };

  it('goes on with its checkpoints while records are on their way; when one finds none the last one comes at once', () => {
    const { at, first, complete } = afterSources();
    expect(first).toEqual([{ type: 'trigger', checkpoint: 1 }]);
    expect(types(complete(1, 500, 10))).toEqual(['complete']);
    expect(at(100)).toEqual([{ type: 'trigger', checkpoint: 2 }]);
    expect(types(complete(2, 300, 110))).toEqual(['complete']);
    expect(at(200)).toEqual([{ type: 'trigger', checkpoint: 3 }]);
    expect(complete(3, 0, 210)).toEqual([
      { type: 'complete', checkpoint: 3 },
      { type: 'trigger', checkpoint: 4, final: true },
    ]);
    expect(types(complete(4, 0, 220))).toEqual(['complete', 'finishSources']);
  });

  it('takes a last one that overtakes nothing where they become no fewer, as timers may make some for ever', () => {
    const { at, complete } = afterSources();
    complete(1, 500, 10);
    at(100);
    expect(complete(2, 500, 110)).toEqual([
      { type: 'complete', checkpoint: 2 },
      { type: 'trigger', checkpoint: 3, final: true },
    ]);
    expect(types(complete(3, 0, 120))).toEqual(['complete', 'finishSources']);
  });

  it('takes that last one at once where the run is to have no more checkpoints', () => {
    expect(afterSources(1).first).toEqual([{ type: 'trigger', checkpoint: 1, final: true }]);
  });
});
