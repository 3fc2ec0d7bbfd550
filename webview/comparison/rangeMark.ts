import type { Measure, Spread } from '../../src/analysis/comparison/measure.js';
import { element } from '../element.js';

/** Minimum to maximum of both sides as lines, their medians as dots, on a √ scale that ends at `most`: eyes see short ones too. */
export function rangeMark({ before, after }: Measure, most: number): HTMLElement {
  const mark = element('span', { className: 'range', attributes: { 'aria-hidden': true } });
  if (before) mark.append(...sideOf(before, most, 'before'));
  if (after) mark.append(...sideOf(after, most, 'after'));
  return mark;
}

function sideOf({ min, median, max }: Spread, most: number, name: string): HTMLElement[] {
  const place = (value: number) => (most > 0 ? Math.sqrt(Math.max(0, value) / most) * 100 : 0);
  const line = element('span', { className: `range-line ${name}` });
  line.style.setProperty('left', `${place(min).toFixed(2)}%`);
  line.style.setProperty('width', `${(place(max) - place(min)).toFixed(2)}%`);
  const dot = element('span', { className: `range-dot ${name}` });
  dot.style.setProperty('left', `${place(median).toFixed(2)}%`);
  return [line, dot];
}
