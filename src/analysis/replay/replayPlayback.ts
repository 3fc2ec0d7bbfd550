import { isBlocking } from '../../trace/model.js';
import { toNanoseconds } from '../../trace/nanoseconds.js';
import { Playback } from './playback.js';
import type { Replay } from './replay.js';
import type { ReplayStep } from './replayEvents.js';

/** How a checkpoint is played: from step to step, slowest where some subtask stands still. */
export function playbackOf({ courses }: Replay, steps: readonly ReplayStep[]): Playback {
  const stepAt = new Map(steps.map(({ time }, n) => [toNanoseconds(time), n]));
  const changes = new Int32Array(steps.length + 1);
  for (const { stretches } of courses) {
    for (const { phase, start, end } of stretches) {
      if (!isBlocking(phase)) continue;
      const from = stepAt.get(toNanoseconds(start));
      const to = stepAt.get(toNanoseconds(end));
      if (from === undefined || to === undefined) continue;
      changes[from]! += 1;
      changes[to]! -= 1;
    }
  }
  let stopped = 0;
  const counts = changes.map((change) => (stopped += change));
  return new Playback(
    steps.map(({ time }) => time),
    (stretch) => counts[stretch]! > 0,
  );
}
