import { element } from '../element.js';

/** The phase, and under it the operator. */
export function phaseCell(phase: string, operator: string): HTMLElement {
  const words = [
    element('div', { text: phase }),
    element('div', { className: 'small', text: operator, attributes: { title: operator } }),
  ];
  return element('th', { attributes: { scope: 'row' } }, ...words);
}
