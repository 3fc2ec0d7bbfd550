import * as l10n from '@vscode/l10n';
import type { Phase } from '../../src/trace/model.js';
import { hasCopied, paintCopiedKey } from '../chart/copiedStrip.js';
import { paintBar, paintUnknown } from '../rows/bars.js';
import type { ViewModel } from '../model.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { PaintContext } from '../painting/paintContext.js';
import { effectName, effectOf, legendName, type Effect } from '../phaseWords.js';

const left = 16;
const lineHeight = 22;
const swatchWidth = 20;

const effects: readonly Effect[] = ['blocks', 'partly', 'doesNotBlock'];
const inOrder: readonly Phase[] = ['sync', 'preBarrier', 'alignment', 'async', 'startDelay', 'ack'];

/** One piece of the legend: the name of a group, or what something looks like and is called. */
interface Entry {
  readonly text: string;
  readonly key?: Phase | 'unknown' | 'copied';
}

/** Height of the legend in a picture of this width, in pixels. */
export function legendHeight(context: PaintContext, model: ViewModel, width: number): number {
  return lineHeight * (1 + Math.max(...placed(context, model, width).map(({ line }) => line)));
}

/** What each phase looks like, grouped by what it does to processing; phases that are hidden are left out. Where a subtask copied bytes for a snapshot, what that looks like in its strip. */
export function paintLegend(context: PaintContext, model: ViewModel, width: number): void {
  const { theme } = model;
  for (const { entry, x, line } of placed(context, model, width)) {
    const middle = line * lineHeight + lineHeight / 2;
    context.font = `11px ${theme.fontFamily}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = entry.key === undefined ? theme.description : theme.foreground;
    context.fillText(entry.text, entry.key === undefined ? x : x + swatchWidth + 6, middle);
    const place = { x, width: swatchWidth, top: middle - 6, height: 12 };
    if (entry.key === 'unknown') paintUnknown(context, theme.line, place);
    else if (entry.key === 'copied') paintCopiedKey(context, theme, place);
    else if (entry.key) paintBar(context, theme, { ...place, phase: entry.key });
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
  return entries(hidden, index).map((entry) => {
    const isName = entry.key === undefined;
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

function entries(hidden: ReadonlySet<Phase>, index: TraceIndex): Entry[] {
  const known = effects.flatMap((effect) => {
    const shown = inOrder.filter((phase) => effectOf[phase] === effect && !hidden.has(phase));
    return shown.length === 0
      ? []
      : [{ text: effectName(effect) }, ...shown.map((key) => ({ text: legendName(key), key }))];
  });
  const unknown = {
    text: index.trace.source.resolution === undefined ? l10n.t('not over yet') : l10n.t('at most this long'),
    key: 'unknown' as const,
  };
  const copied = { text: l10n.t('copied for a snapshot'), key: 'copied' as const };
  return [...known, { text: l10n.t('not known') }, unknown, ...(hasCopied(index) ? [copied] : [])];
}
