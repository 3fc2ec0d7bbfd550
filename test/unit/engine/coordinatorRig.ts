import { Coordinator, type Effect } from '../../../src/engine/checkpoint/coordinator.js';

export const settings = {
  intervalMs: 100,
  minPauseMs: 0,
  maxConcurrent: 1,
  unaligned: false,
  tolerableFailures: 2,
  timeoutMs: 1000,
  checkpointsMax: Infinity,
  subtaskCount: 2,
  sourceCount: 1,
  firstCheckpoint: 1,
  nameLate: (checkpoint: number, subtasks: readonly number[]) =>
    subtasks.map((subtask) => `${subtask} (in #${checkpoint})`).join(' and '),
};

export function started(overrides: Partial<typeof settings> = {}): {
  readonly at: (now: number) => Effect[];
  readonly acknowledge: (checkpoint: number, subtask: number, now?: number) => Effect[];
  readonly coordinator: Coordinator;
} {
  const coordinator = new Coordinator({ ...settings, ...overrides }, 0);
  return {
    coordinator,
    at: (now) => coordinator.handle({ type: 'timePassed' }, now),
    acknowledge: (checkpoint, subtask, now = 0) =>
      coordinator.handle({ type: 'acknowledged', checkpoint, subtask, acknowledgement: {} }, now),
  };
}

export const types = (effects: readonly Effect[]): string[] => effects.map(({ type }) => type);
