import * as l10n from '@vscode/l10n';
import type { ViewModel } from '../model.js';
import type { PaintContext } from '../paintContext.js';
import { layoutPicture } from './picture.js';
import { SvgContext } from './svgContext.js';
import type { PictureWishes } from './wishes.js';

/** The chart as SVG, texts measured as the page has them. */
export function pageSvg(model: ViewModel, wishes: PictureWishes): string {
  const measuring = canvasContext(1, 1);
  const context = new SvgContext((text, font) => {
    measuring.font = font;
    return measuring.measureText(text).width;
  });
  const picture = layoutPicture(context, model, wishes);
  picture.paint();
  return context.picture(
    wishes.width,
    picture.height,
    l10n.t('Checkpoints of {0}', model.index.trace.source.job),
  );
}

/** The chart as PNG, as sharp as on this display. */
export async function pagePng(model: ViewModel, wishes: PictureWishes): Promise<ArrayBuffer> {
  const ratio = window.devicePixelRatio;
  const { height } = layoutPicture(canvasContext(1, 1), model, wishes);
  const canvas = new OffscreenCanvas(Math.round(wishes.width * ratio), Math.round(height * ratio));
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  layoutPicture(context, model, wishes).paint();
  return (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
}

function canvasContext(width: number, height: number): PaintContext {
  return contextOf(new OffscreenCanvas(width, height));
}

/** An offscreen context has all that a canvas's has, but for what draws focus rings. */
function contextOf(canvas: OffscreenCanvas): CanvasRenderingContext2D {
  return canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
}
