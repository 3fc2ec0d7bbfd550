import * as l10n from '@vscode/l10n';
import type { Phrase, SpanTarget } from '../src/analysis/phrases.js';
import { element } from './element.js';

/** A number with the unit after it, as src/analysis/quantities.ts writes them. */
const quantity = /(\d[\d.,]* (?:[kMGTP]?B(?:\/s)?|[nµm]?s|min|h|%|[kM](?:\/s)?)(?![\p{L}\d]))/u;

/** A sentence about a trace: its names and numbers lead to their bars. */
export function sentence(
  phrases: readonly Phrase[],
  select: (target: SpanTarget) => void,
): (Node | string)[] {
  return phrases.flatMap(({ text, target }) =>
    target === undefined ? unbroken(text) : [linkInText(text, l10n.t('Show this bar'), () => select(target))],
  );
}

/** Text in which a number and its unit stay on one line. */
export function unbroken(text: string): (Node | string)[] {
  // What matches has the odd places.
  return text
    .split(quantity)
    .map((part, place) => (place % 2 === 0 ? part : element('span', { className: 'quantity', text: part })));
}

/**
 * A link inside a sentence. A button is a box of its own to the line breaker, which then puts the full stop after it on a line of its
 * own; this breaks like the text it stands in.
 */
export function linkInText(text: string, title: string, onClick: () => void): HTMLElement {
  const attributes = { role: 'button', tabindex: 0, title };
  const link = element('span', { className: 'reference', attributes, onClick }, ...unbroken(text));
  link.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onClick();
  });
  return link;
}
