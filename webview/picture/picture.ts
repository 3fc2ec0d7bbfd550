import type { Phrase } from '../../src/analysis/verdict/verdict.js';
import { rulerHeight, rulerOrigin, traceScale } from '../chart/axis.js';
import type { Frame, ViewModel } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import { paintFrame } from '../chart/spanPlugin.js';
import { verdictOf } from '../verdict/verdictOf.js';
import { captionWords } from './captionWords.js';
import { legendHeight, paintLegend } from './pictureLegend.js';
import { paintNames } from './pictureNames.js';
import { paintRuler } from './pictureRuler.js';
import { textLines } from './textLines.js';
import { withinRows, type PictureSize } from './pictureSize.js';

const padding = 16;
/** Below the verdict and above the legend. */
const gap = 12;

interface Line {
  readonly text: string;
  readonly font: string;
  readonly color: string;
  /** Distance to the next line. */
  readonly leading: number;
}

/** The chart as one picture: verdict, ruler, names and rows, legend, and where it is from. */
export interface Picture {
  readonly height: number;
  readonly paint: () => void;
}

/** Lays out a picture as a fresh view shows it, by the widths that texts have in `context`; `paint` paints it, its upper left corner at 0. */
export function layoutPicture(context: PaintContext, model: ViewModel, wanted: PictureSize): Picture {
  const wishes = withinRows(wanted, model.layout.height);
  const lines = headLines(context, model, wishes.width - 2 * padding);
  const headHeight = padding + lines.reduce((sum, { leading }) => sum + leading, 0) + gap;
  const chartHeight = rulerHeight + wishes.rows;
  const legendTop = headHeight + chartHeight + gap;
  const height = legendTop + legendHeight(context, model, wishes.width) + padding;
  const paint = (): void => {
    const { theme } = model;
    context.fillStyle = theme.background;
    context.fillRect(0, 0, wishes.width, height);
    paintLines(context, lines);
    context.fillStyle = theme.border;
    context.fillRect(0, headHeight - 1, wishes.width, 1);
    context.fillRect(0, headHeight + chartHeight, wishes.width, 1);
    context.save();
    context.translate(0, headHeight);
    paintNames(context, model, { ...wishes, top: rulerHeight });
    context.restore();
    paintChart(context, model, wishes, headHeight);
    context.save();
    context.translate(0, legendTop);
    paintLegend(context, model, wishes.width);
    context.restore();
  };
  return { height, paint };
}

function paintChart(context: PaintContext, model: ViewModel, wishes: PictureSize, top: number): void {
  const width = wishes.width - wishes.names;
  const frame: Frame = {
    model,
    pointing: { focused: false },
    scale: traceScale(model.state, model.index, width),
    scrollTop: 0,
    top: rulerHeight,
    width,
    height: rulerHeight + wishes.rows,
  };
  context.save();
  context.translate(wishes.names, top);
  paintRuler(context, frame, { origin: rulerOrigin(model.state, model.index) });
  paintFrame(context, frame);
  context.restore();
}

function headLines(context: PaintContext, model: ViewModel, width: number): Line[] {
  const { theme, index, state } = model;
  const { headline, meanwhile, evidence } = verdictOf(index, state.checkpoint);
  const linesOf = (text: string, font: string, color: string, leading: number): Line[] => {
    context.font = font;
    const measure = (part: string): number => context.measureText(part).width;
    return textLines(text, width, measure).map((line) => ({ text: line, font, color, leading }));
  };
  const normal = `13px ${theme.fontFamily}`;
  return [
    ...linesOf(textOf(headline), `600 16px ${theme.fontFamily}`, theme.foreground, 24),
    ...linesOf(textOf(meanwhile), normal, theme.foreground, 20),
    ...linesOf(textOf(evidence), normal, theme.description, 20),
    ...linesOf(captionWords(model), `11px ${theme.fontFamily}`, theme.description, 18),
  ];
}

function textOf(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join('');
}

function paintLines(context: PaintContext, lines: readonly Line[]): void {
  let top = padding;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { text, font, color, leading } of lines) {
    context.font = font;
    context.fillStyle = color;
    context.fillText(text, padding, top + leading / 2);
    top += leading;
  }
}
