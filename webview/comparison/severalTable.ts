import * as l10n from '@vscode/l10n';
import { differenceText } from '../../src/analysis/comparison/differenceText.js';
import { kindName, plainKindName } from '../../src/analysis/comparison/kindName.js';
import { partText } from '../../src/analysis/comparison/medianText.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import {
  severalSides,
  type SeveralCell,
  type SeveralRow,
} from '../../src/analysis/comparison/severalSides.js';
import type { SpanPlace } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import type { Compared, ShownSide } from './compared.js';
import { hasWords } from '../hasWords.js';
import type { ComparisonState } from './comparisonState.js';
import { phaseCell } from './phaseCell.js';
import { sideMark } from './sideMark.js';

/** Rows that are made before more are asked for. */
const fewRows = 8;

/** All runs beside each other, a column each, where there are more than two: for each phase the median, and how it differs from the first. */
export class SeveralTable {
  readonly element = element('section', {
    className: 'several',
    attributes: { 'aria-label': l10n.t('All runs side by side') },
  });
  private runs: readonly ShownSide[] = [];
  private rows: readonly SeveralRow[] = [];
  private most = fewRows;
  private rendered: readonly unknown[] = [];

  constructor(private readonly open: (side: number, place: SpanPlace) => void) {}

  /** With two runs nothing is shown: the other table has both. */
  render(compared: Compared, { filter }: Pick<ComparisonState, 'filter'>): void {
    this.element.hidden = compared.sides.length < 3;
    if (this.element.hidden || (this.rendered[0] === compared && this.rendered[1] === filter)) return;
    if (this.rendered[0] !== compared) {
      this.runs = [...compared.sides].sort((a, b) => a.place - b.place);
      const [first, ...others] = this.runs.map(({ side }) => side);
      this.rows = severalSides([first!, ...others]);
      this.most = fewRows;
    }
    this.rendered = [compared, filter];
    const kept = this.rows.filter(({ operator, kind, from }) =>
      hasWords(`${operator} ${kindName(kind, from)} ${plainKindName(kind, from)}`, filter),
    );
    this.fill(kept);
  }

  private fill(rows: readonly SeveralRow[]): void {
    const { runs, most } = this;
    const head = element(
      'tr',
      {},
      element('th', { text: l10n.t('phase'), attributes: { scope: 'col' } }),
      ...runs.map(({ place, name, label, short }) =>
        element(
          'th',
          { className: 'number', attributes: { scope: 'col', title: label } },
          sideMark(place, name),
          ` ${short}`,
        ),
      ),
    );
    const body = rows
      .slice(0, most)
      .map(({ operator, kind, from, cells }) =>
        element(
          'tr',
          {},
          phaseCell(kindName(kind, from), operator),
          ...cells.map((cell, n) => this.cell(cell, n)),
        ),
      );
    const more =
      rows.length > most
        ? [
            linkButton(l10n.t('Show all {0} rows', rows.length), () => {
              this.most = rows.length;
              this.fill(rows);
            }),
          ]
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
          runs[0]!.short,
        ),
      }),
    );
  }

  private cell({ median, share, against, target }: SeveralCell, n: number): HTMLElement {
    const { place, side } = this.runs[n]!;
    const { resolution } = side.trace.source;
    if (median === undefined) return element('td', { className: 'number', text: '–' });
    const words = partText(median, share, resolution);
    const number = target
      ? linkButton(words, () => this.open(place, target), 'reference')
      : element('span', { text: words });
    if (target) number.title = l10n.t('Open the bar nearest to this median in its trace');
    if (!against) return element('td', { className: 'number' }, number);
    const coarsest = Math.max(resolution ?? 0, this.runs[0]!.side.trace.source.resolution ?? 0);
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
