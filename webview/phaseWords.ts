import { phases, type Phase, type Trace } from '../src/trace/model.js';

/** What people call each phase, and whether processing goes on in it. */
export const phaseWords: Readonly<
  Record<
    Phase,
    {
      readonly name: string;
      readonly legend: string;
      readonly effect: 'blocks' | 'partly' | 'does not block';
    }
  >
> = {
  sync: { name: 'lock hold', legend: 'lock hold', effect: 'blocks' },
  preBarrier: { name: 'flush', legend: 'flush before barrier', effect: 'blocks' },
  alignment: { name: 'alignment', legend: 'alignment', effect: 'partly' },
  async: { name: 'upload', legend: 'upload', effect: 'does not block' },
  startDelay: { name: 'start delay', legend: 'start delay', effect: 'does not block' },
  ack: { name: 'acknowledging', legend: 'acknowledging', effect: 'does not block' },
};

export const effectWords = {
  blocks: 'blocks processing',
  partly: 'holds back some inputs',
  'does not block': 'does not block',
} as const;

/** What was done with the bytes that a lock hold carries. */
export function underTheLock({ source }: Trace): string {
  return source.snapshot === 'blocking' ? 'uploaded under the lock' : 'copied under the lock';
}

/** What the bytes of a span are. */
export function bytesWord(trace: Trace, phase: Phase): string {
  if (phase === 'alignment') return 'records overtaken';
  return phase === 'sync' ? underTheLock(trace) : 'bytes';
}

/** Words that a filter accepts for a phase, besides the model's own. */
const otherWords: ReadonlyMap<string, Phase> = new Map([
  ['hold', 'sync'],
  ['lock', 'sync'],
  ['upload', 'async'],
  ['flush', 'preBarrier'],
  ['delay', 'startDelay'],
]);

export function phaseOfWord(word: string): Phase | undefined {
  return phases.find((phase) => phase.toLowerCase() === word) ?? otherWords.get(word);
}
