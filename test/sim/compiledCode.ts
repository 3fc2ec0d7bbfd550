import type { SimulatedProcess } from './simulatedProcess.js';

/** One in so many attempts is kept, and so many of a job at most: what stays in memory is gone through again and again. */
const keptOnceIn = 40;
const keptMax = 4;

/** By job. */
const kept = new Map<string, readonly SimulatedProcess[]>();
let attempts = 0;

/**
 * Keeps some attempts that are over. Machine code goes with the last function that has it: each collection of garbage would
 * take away that of all jobs but the one that runs, and it would be compiled again for the next seed of each.
 */
export function keepCompiled(job: string, attempt: SimulatedProcess): void {
  if (attempts++ % keptOnceIn !== 0) return;
  kept.set(job, [...(kept.get(job) ?? []).slice(1 - keptMax), attempt]);
}
