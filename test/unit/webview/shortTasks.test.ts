import { describe, expect, it } from 'vitest';
import { inShortTasks, type TaskClock } from '../../../webview/shortTasks.js';

/** A clock on which each step takes 10 ms, and the tasks that were put off. */
function clockAndTasks(): {
  clock: TaskClock;
  tasks: (() => void)[];
  steps: (count: number) => Iterator<void>;
} {
  let time = 0;
  const tasks: (() => void)[] = [];
  return {
    tasks,
    clock: { now: () => time, later: (task) => tasks.push(task) },
    *steps(count) {
      for (let step = 0; step < count; step += 1) {
        time += 10;
        yield;
      }
    },
  };
}

describe('work in short tasks', () => {
  it('is done at once where it takes no longer than one task may', () => {
    const { clock, tasks, steps } = clockAndTasks();
    let told = 0;
    expect(inShortTasks(steps(2), () => (told += 1), clock)).toBe(true);
    expect([told, tasks.length]).toEqual([0, 0]);
  });

  it('is otherwise left for tasks to come, none of which takes more than a step too long, and then told of once', () => {
    const { clock, tasks, steps } = clockAndTasks();
    let told = 0;
    expect(inShortTasks(steps(9), () => (told += 1), clock)).toBe(false);
    const took: number[] = [];
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      const before = clock.now();
      task();
      took.push(clock.now() - before);
    }
    expect(took).toEqual([30, 30, 0]);
    expect(told).toBe(1);
  });
});
