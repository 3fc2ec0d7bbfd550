import type { Ms } from '../src/trace/units.js';

/** So long a task may take at most before the page seems to hang (RAIL counts 50 ms); a step more comes on top. */
const taskMs: Ms = 25;

/** What tasks are measured and put off with; the browser's own where nothing else is given. */
export interface TaskClock {
  readonly now: () => Ms;
  readonly later: (task: () => void) => void;
}

const browserClock: TaskClock = {
  now: () => performance.now(),
  later: (task) => setTimeout(task),
};

/**
 * Goes through the steps in tasks that leave time to paint and to hear keys in between.
 *
 * @returns whether all was done within the first task, which is this one; `done` is called otherwise
 */
export function inShortTasks(
  steps: Iterator<unknown>,
  done: () => void,
  clock: TaskClock = browserClock,
): boolean {
  const task = (): boolean => {
    const end = clock.now() + taskMs;
    while (!steps.next().done) if (clock.now() >= end) return false;
    return true;
  };
  const go = (): void => {
    if (task()) done();
    else clock.later(go);
  };
  if (task()) return true;
  clock.later(go);
  return false;
}
