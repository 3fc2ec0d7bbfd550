import * as l10n from '@vscode/l10n';
import type { Phase } from '../../src/trace/model.js';
import { paintBar, paintUnknown } from '../rows/bars.js';
import { hasCopied, paintCopiedKey } from '../chart/copiedStrip.js';
import { element } from '../element.js';
import type { ViewModel } from '../model.js';
import { paintCanvas } from '../painting/paintedCanvas.js';
import { effectName, effectOf, legendName, type Effect } from '../phaseWords.js';
import type { Theme } from '../painting/theme.js';

const effects: readonly Effect[] = ['blocks', 'partly', 'doesNotBlock'];
const swatchSize = { width: 20, height: 12 };
const inOrder: readonly Phase[] = ['sync', 'preBarrier', 'alignment', 'async', 'startDelay', 'ack'];

/** The legend, grouped by what each phase does to processing. A click hides a phase. */
export class Legend {
  readonly element = element('div', {
    className: 'legend',
    attributes: { role: 'toolbar', 'aria-label': l10n.t('Legend: hide or show phases') },
  });
  private readonly keys = new Map<Phase, { button: HTMLButtonElement; swatch: HTMLCanvasElement }>();
  private readonly unknown = element('canvas', { className: 'swatch' });
  private readonly pathSwatch = element('canvas', { className: 'swatch' });
  private readonly path = element('span', { className: 'key' }, this.pathSwatch, l10n.t('critical path'));
  private readonly unknownName = element('span');
  private readonly copiedSwatch = element('canvas', { className: 'swatch' });
  private readonly copied = element(
    'span',
    { className: 'key' },
    this.copiedSwatch,
    l10n.t('copied for a snapshot'),
  );

  constructor(toggle: (phase: Phase) => void) {
    for (const effect of effects) {
      const group = element(
        'span',
        { className: 'legend-group' },
        element('span', { className: 'dim', text: effectName(effect) }),
      );
      for (const phase of inOrder.filter((candidate) => effectOf[candidate] === effect)) {
        const swatch = element('canvas', { className: 'swatch' });
        const name = element('span', { text: legendName(phase) });
        const button = element(
          'button',
          { className: 'key', attributes: { type: 'button' }, onClick: () => toggle(phase) },
          swatch,
          name,
        );
        this.keys.set(phase, { button, swatch });
        group.append(button);
      }
      this.element.append(group);
    }
    const unknownKey = element('span', { className: 'key' }, this.unknown, this.unknownName);
    this.element.append(
      element(
        'span',
        { className: 'legend-group' },
        element('span', { className: 'dim', text: l10n.t('not known') }),
        unknownKey,
      ),
      this.copied,
      this.path,
    );
  }

  render({ theme, hidden, index, state }: ViewModel): void {
    this.path.hidden = !state.path || state.checkpoint === undefined || state.body !== 'chart';
    paintLine(this.pathSwatch, theme);
    this.copied.hidden = state.body !== 'chart' || !hasCopied(index);
    paintCanvas(this.copiedSwatch, swatchSize, (context) => paintCopiedKey(context, theme, { x: 0, top: 0 }));
    this.unknownName.textContent =
      index.trace.source.resolution === undefined ? l10n.t('not over yet') : l10n.t('at most this long');
    for (const [phase, { button, swatch }] of this.keys) {
      const shown = !hidden.has(phase);
      button.setAttribute('aria-pressed', String(shown));
      button.title = shown ? l10n.t('Hide {0}', legendName(phase)) : l10n.t('Show {0}', legendName(phase));
      paintSwatch(swatch, theme, phase);
    }
    paintCanvas(this.unknown, swatchSize, (context) =>
      paintUnknown(context, theme.line, { x: 0, width: 20, top: -2, height: 16 }),
    );
  }
}

function paintLine(canvas: HTMLCanvasElement, theme: Theme): void {
  paintCanvas(canvas, swatchSize, (context) => {
    context.fillStyle = theme.foreground;
    context.fillRect(0, 5, 20, 2.5);
  });
}

function paintSwatch(canvas: HTMLCanvasElement, theme: Theme, phase: Phase): void {
  const width = phase === 'ack' ? 18 : 20;
  const lane = phase === 'async' ? { top: -1, height: 14 } : { top: 0, height: 12 };
  paintCanvas(canvas, swatchSize, (context) => paintBar(context, theme, { phase, x: 0, width, ...lane }));
}
