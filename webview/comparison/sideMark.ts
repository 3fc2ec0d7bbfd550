import { element } from '../element.js';
import type { SideName } from './compared.js';

/** The sign of a run: ○ before, ● after, and others by their own shapes, so that no colour is needed. */
export function sideMark(place: number, name: SideName | undefined): HTMLElement {
  const shape = name ?? `other shape-${place % 4}`;
  return element('span', { className: `side-mark ${shape}`, attributes: { 'aria-hidden': true } });
}
