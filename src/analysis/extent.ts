import type { Trace } from '../trace/model.js';
import type { Ms } from '../trace/units.js';

/** The first and the last moment that anything in a trace is known of; both 0 where nothing is. Linear in all of it. */
export function extentOf({ spans, checkpoints, counters, restarts }: Trace): {
  readonly start: Ms;
  readonly now: Ms;
} {
  let start = Infinity;
  let now = -Infinity;
  const include = (time: Ms): void => {
    if (!Number.isFinite(time)) return;
    if (time < start) start = time;
    if (time > now) now = time;
  };
  for (let i = 0; i < spans.length; i += 1) {
    include(spans.start[i]!);
    include(spans.end[i]!);
  }
  for (const { trigger, end } of checkpoints) [trigger, end ?? trigger].forEach(include);
  for (const { failed, resumed } of restarts) [failed, resumed ?? failed].forEach(include);
  for (const counter of counters) {
    [counter.start, counter.start + counter.step * counter.values.length].forEach(include);
  }
  return start <= now ? { start, now } : { start: 0, now: 0 };
}
