import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../src/analysis/quantities.js';
import { rulerHeight, traceScale } from '../chart/axis.js';
import { rowName } from '../details/detailFacts.js';
import { element, icon } from '../element.js';
import { xOf } from '../chart/geometry.js';
import { paintLens } from './lensPainter.js';
import type { ViewModel } from '../model.js';
import { paintCanvas } from '../painting/paintedCanvas.js';
import type { LensItem, RowLayout } from '../rows/rowLayout.js';
import type { SeenRows } from '../rows/seenRows.js';

const titleHeight = 24;

/** The inset that magnifies one lock hold to its own time scale. It opens between rows, so that nothing is covered. */
export class Lens {
  readonly element = element('section', {
    className: 'lens',
    attributes: { 'aria-label': l10n.t('Lens'), hidden: '' },
  });
  private readonly caption = element('span', { className: 'small' });
  private readonly names = element('div', { className: 'lens-names' });
  private readonly canvas = element('canvas', { attributes: { 'aria-hidden': true } });
  private readonly notch = element('div', { className: 'lens-notch' });

  constructor(close: () => void) {
    const keys = element(
      'span',
      { className: 'small keys' },
      element('kbd', { text: '.' }),
      ` ${l10n.t('next lock hold')} `,
      element('kbd', { text: 'Esc' }),
      ` ${l10n.t('close')}`,
    );
    const button = element(
      'button',
      {
        className: 'icon-button',
        attributes: { type: 'button', 'aria-label': l10n.t('Close the lens'), title: l10n.t('Close (Esc)') },
        onClick: close,
      },
      icon('close'),
    );
    for (const [text, className] of [
      [l10n.t('lock'), ''],
      [l10n.t('records'), ''],
      [l10n.t('per second'), 'small'],
    ] as const) {
      this.names.append(element('div', { className, text }));
    }
    const title = element(
      'div',
      { className: 'lens-title' },
      element('span', { className: 'strong', text: l10n.t('Lens') }),
      this.caption,
      keys,
      button,
    );
    this.element.append(
      this.notch,
      title,
      element('div', { className: 'lens-body' }, this.names, this.canvas),
    );
  }

  /** Height of the open lens, in pixels. */
  get height(): number {
    return window.innerWidth < 700 ? 160 : 192;
  }

  /** Under a row that stands still it stands too; any other scrolls under those that do. */
  place({ layout, frozen, scrollTop, top }: SeenRows): void {
    const item = lensItem(layout);
    if (!item) return;
    const stands = item.top < frozen;
    this.element.classList.toggle('stands', stands);
    this.element.style.top = `${item.top + rulerHeight}px`;
    const covered = stands ? 0 : scrollTop + top - item.top;
    this.element.style.clipPath = covered > 0 ? `inset(${covered}px 0 0)` : '';
  }

  /** Called after each picture of the chart, whose scale the notch follows. */
  render(model: ViewModel, seen: SeenRows): void {
    const item = lensItem(model.layout);
    const { lens } = model;
    this.element.hidden = !item || !lens;
    if (!item || !lens) return;
    this.element.style.height = `${item.height}px`;
    this.place(seen);
    const width = this.element.clientWidth - this.names.offsetWidth;
    const scale = traceScale(model.state, model.index, width);
    const shown = lens.to - lens.from;
    const times = (scale.to - scale.from) / shown;
    const { selection, checkpoint } = model.state;
    const id = model.index.trace.checkpoints[selection!.bar?.checkpoint ?? checkpoint!]!.id;
    this.caption.textContent = l10n.t(
      'lock of {who} in checkpoint #{id}; {shown} shown, {times} times the chart’s scale',
      {
        who: rowName(model.index, selection!),
        id,
        shown: formatDuration(shown),
        times: rounded(times),
      },
    );
    this.notch.style.left = `${this.names.offsetWidth + xOf(scale, lens.start)}px`;
    const size = { width, height: item.height - titleHeight - 2 };
    paintCanvas(this.canvas, size, (context) => paintLens(context, model.theme, lens, size));
  }
}

function lensItem(layout: RowLayout): LensItem | undefined {
  return layout.items.find((item) => item.kind === 'lens');
}

/** Two significant digits, grouped: `5,000`. */
function rounded(times: number): string {
  return Number(times.toPrecision(2)).toLocaleString('en-US');
}
