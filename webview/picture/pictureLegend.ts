import * as l10n from '@vscode/l10n';
import type { Phase } from '../../src/trace/model.js';
import { paintBar, paintUnknown } from '../rows/bars.js';
import type { ViewModel } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import { effectName, effectOf, legendName, type Effect } from '../phaseWords.js';

const left = 16;
const lineHeight = 22;
const swatchWidth = 20;

const effects: readonly Effect[] = ['blocks', 'partly', 'doesNotBlock'];
const inOrder: readonly Phase[] = ['sync', 'preBarrier', 'alignment', 'async', 'startDelay', 'ack'];

/** One piece of the legend: the name of a group, or what a phase looks like and is called. */
interface Entry {
  readonly text: string;
  readonly phase?: Phase | 'unknown';
}

/** Height of the legend in a picture of this width, in pixels. */
export function legendHeight(context: PaintContext, model: ViewModel, width: number): number {
  return lineHeight * (1 + Math.max(...placed(context, model, width).map(({ line }) => line)));
}

/** What each phase looks like, grouped by what it does to processing; phases that are hidden are left out. */
export function paintLegend(context: PaintContext, model: ViewModel, width: number): void {
  const { theme } = model;
  for (const { entry, x, line } of placed(context, model, width)) {
    const middle = line * lineHeight + lineHeight / 2;
    context.font = `11px ${theme.fontFamily}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = entry.phase === undefined ? theme.description : theme.foreground;
    context.fillText(entry.text, entry.phase === undefined ? x : x + swatchWidth + 6, middle);
    const place = { x, width: swatchWidth, top: middle - 6, height: 12 };
    if (entry.phase === 'unknown') paintUnknown(context, theme.line, place);
    else if (entry.phase) paintBar(context, theme, { ...place, phase: entry.phase });
  }
}

function placed(
  context: PaintContext,
  { theme, hidden, index }: ViewModel,
  width: number,
): { readonly entry: Entry; readonly x: number; readonly line: number }[] {
  context.font = `11px ${theme.fontFamily}`;
  let x = left;
  let line = 0;
  return entries(hidden, index.trace.source.resolution !== undefined).map((entry) => {
    const isName = entry.phase === undefined;
    const wide = context.measureText(entry.text).width + (isName ? 10 : swatchWidth + 6 + 16);
    if (x + wide > width - left && x > left) {
      x = left;
      line += 1;
    }
    const at = { entry, x, line };
    x += wide;
    return at;
  });
}

function entries(hidden: ReadonlySet<Phase>, isFlink: boolean): Entry[] {
  const known = effects.flatMap((effect) => {
    const shown = inOrder.filter((phase) => effectOf[phase] === effect && !hidden.has(phase));
    return shown.length === 0
      ? []
      : [{ text: effectName(effect) }, ...shown.map((phase) => ({ text: legendName(phase), phase }))];
  });
  const unknown = {
    text: isFlink ? l10n.t('at most this long') : l10n.t('not over yet'),
    phase: 'unknown' as const,
  };
  return [...known, { text: l10n.t('not known') }, unknown];
}
