import type { ComparedPhase } from './samples.js';

/** What people call the compared phases. */
export const phaseNames: Readonly<Record<ComparedPhase, string>> = {
  sync: 'lock hold',
  preBarrier: 'flush',
  alignment: 'alignment',
  async: 'upload',
  startDelay: 'start delay',
};
