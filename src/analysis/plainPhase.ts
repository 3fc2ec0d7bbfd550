import type { Phase } from '../trace/model.js';

const names: Readonly<Record<Phase, string>> = {
  sync: 'lock hold',
  preBarrier: 'flush',
  alignment: 'alignment',
  async: 'upload',
  startDelay: 'start delay',
  ack: 'acknowledging',
};

/** What a phase is called in what is copied for a spreadsheet: a format means the same in every language. */
export function plainPhase(phase: Phase): string {
  return names[phase];
}
