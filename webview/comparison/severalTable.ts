import * as l10n from '@vscode/l10n';
import { differenceText } from '../../src/analysis/comparison/differenceText.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import {
  severalSides,
  type SeveralCell,
  type SeveralRow,
} from '../../src/analysis/comparison/severalSides.js';
import { phaseName } from '../../src/analysis/phaseName.js';
import { formatDuration } from '../../src/analysis/quantities.js';
import type { SpanPlace } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import { sideOf, type ReadSide } from './comparisonState.js';
import { phaseCell } from './phaseCell.js';

/** Rows that are made before more are asked for. */
const fewRows = 8;

/** All runs beside each other, a column each, where there are more than two: for each phase the median, and how it differs from the first. */
export class SeveralTable {
  readonly element = element('section', {
    className: 'several',
    attributes: { 'aria-label': l10n.t('All runs side by side') },
  });
  private rendered: readonly ReadSide[] = [];

  constructor(private readonly open: (side: number, place: SpanPlace) => void) {}

  /** @param sides those that have been read; with two or fewer, nothing is shown */
  render(sides: readonly ReadSide[]): void {
    this.element.hidden = sides.length < 3;
    if (this.element.hidden || sides.every((side, n) => side === this.rendered[n])) return;
    this.rendered = sides;
    const [first, ...others] = sides.map(sideOf);
    this.fill(severalSides([first!, ...others]), fewRows);
  }

  private fill(rows: readonly SeveralRow[], most: number): void {
    const sides = this.rendered;
    const head = element(
      'tr',
      {},
      element('th', { text: l10n.t('phase'), attributes: { scope: 'col' } }),
      ...sides.map(({ label }) =>
        element('th', { className: 'number', text: label, attributes: { scope: 'col', title: label } }),
      ),
    );
    const body = rows
      .slice(0, most)
      .map(({ operator, phase, cells }) =>
        element(
          'tr',
          {},
          phaseCell(phaseName(phase), operator),
          ...cells.map((cell, n) => this.cell(cell, n)),
        ),
      );
    const more =
      rows.length > most
        ? [linkButton(l10n.t('Show all {0} rows', rows.length), () => this.fill(rows, rows.length))]
        : [];
    this.element.replaceChildren(
      element(
        'table',
        {},
        element('caption', { text: l10n.t('All runs side by side') }),
        element('thead', {}, head),
        element('tbody', {}, ...body),
      ),
      ...more,
      element('p', {
        className: 'small',
        text: l10n.t(
          'Medians over checkpoints, of the longest subtask in each; below, the difference from {0}. With 95 % confidence none of those beyond noise is chance.',
          sides[0]!.label,
        ),
      }),
    );
  }

  private cell({ median, against, target }: SeveralCell, n: number): HTMLElement {
    const { resolution } = this.rendered[n]!.trace.source;
    if (median === undefined) return element('td', { className: 'number', text: '–' });
    const words = formatDuration(median, resolution);
    const number = target
      ? linkButton(words, () => this.open(n, target), 'reference')
      : element('span', { text: words });
    if (target) number.title = l10n.t('Open the bar nearest to this median in its trace');
    if (!against) return element('td', { className: 'number' }, number);
    const coarsest = Math.max(resolution ?? 0, this.rendered[0]!.trace.source.resolution ?? 0);
    const difference = differenceText(against.difference, coarsest === 0 ? undefined : coarsest);
    const noise = l10n.t('{difference}, {noise}', { difference, noise: noiseText(against.noise) });
    return element(
      'td',
      { className: `number ${against.noise}` },
      number,
      element('div', { className: 'small', text: noise }),
    );
  }
}
