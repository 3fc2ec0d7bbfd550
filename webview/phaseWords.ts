import * as l10n from '@vscode/l10n';
import { phaseName as nameInSentence } from '../src/analysis/phaseName.js';
import { phases, type Phase, type Trace } from '../src/trace/model.js';

/** What a phase does to processing. */
export type Effect = 'blocks' | 'partly' | 'doesNotBlock';

export const effectOf: Readonly<Record<Phase, Effect>> = {
  sync: 'blocks',
  preBarrier: 'blocks',
  alignment: 'partly',
  async: 'doesNotBlock',
  startDelay: 'doesNotBlock',
  ack: 'doesNotBlock',
};

/** What people call a phase of a bar. */
export function phaseName(phase: Phase): string {
  return phase === 'ack' ? l10n.t('acknowledging') : nameInSentence(phase);
}

/** A phase and how long it took, as on a bar. */
export function namedPhase(phase: Phase, took: string): string {
  return l10n.t('{phase} {took}', { phase: phaseName(phase), took });
}

/** The same where nothing beside it says what it is about. */
export function legendName(phase: Phase): string {
  return phase === 'preBarrier' ? l10n.t('flush before barrier') : phaseName(phase);
}

/** The head of the phases that have this effect. */
export function effectName(effect: Effect): string {
  switch (effect) {
    case 'blocks':
      return l10n.t('blocks');
    case 'partly':
      return l10n.t('partly');
    case 'doesNotBlock':
      return l10n.t('does not block');
  }
}

/** The same of one span. */
export function effectWords(effect: Effect): string {
  switch (effect) {
    case 'blocks':
      return l10n.t('blocks processing');
    case 'partly':
      return l10n.t('holds back some inputs');
    case 'doesNotBlock':
      return l10n.t('does not block');
  }
}

/** What was done with the bytes that a lock hold carries. */
export function underTheLock({ source }: Trace): string {
  return source.snapshot === 'blocking' ? l10n.t('uploaded under the lock') : l10n.t('copied under the lock');
}

/** What the bytes of a span are. */
export function bytesWord(trace: Trace, phase: Phase): string {
  if (phase === 'alignment') return l10n.t('records overtaken');
  return phase === 'sync' ? underTheLock(trace) : l10n.t('bytes');
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
