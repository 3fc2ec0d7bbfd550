import * as l10n from '@vscode/l10n';
import type { Trace } from '../../src/trace/model.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { themeVariables, type PageTheme } from '../standalone/themes.js';
import { readTheme } from '../painting/theme.js';
import { indexTrace } from '../rows/traceIndex.js';
import { withoutNotes } from '../notes/notesView.js';
import { ViewModelMaker } from '../viewModel.js';
import { fitState, freshState, withCheckpoint } from '../viewState.js';
import { layoutPicture } from './picture.js';
import { SvgContext } from './svgContext.js';
import { estimatedWidth } from './textWidth.js';
import { pictureOfAll } from './pictureSize.js';

/** Fonts that are there on most systems; each has what the one before lacks. */
const fonts = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/**
 * A checkpoint of a trace as SVG, as a fresh view shows it in light colours: the newest that was completed where none is named.
 *
 * @param file what the trace is called
 */
export function svgPicture(trace: Trace, file: string, checkpoint?: CheckpointIndex): string {
  const index = indexTrace(trace);
  const fitted = fitState(freshState, index, true);
  const state = checkpoint === undefined ? fitted : withCheckpoint(fitted, checkpoint);
  const { bodyClass, variables }: PageTheme = themeVariables.light;
  const theme = readTheme((name) => (name === 'font-family' ? fonts : (variables[name] ?? '')), [bodyClass]);
  const model = new ViewModelMaker(false).make({
    ...{ file, index, state, theme },
    stoppable: false,
    notes: withoutNotes,
    lensHeight: 0,
  });
  const context = new SvgContext(estimatedWidth);
  const picture = layoutPicture(context, model, pictureOfAll);
  picture.paint();
  return context.picture(pictureOfAll.width, picture.height, l10n.t('Checkpoints of {0}', trace.source.job));
}
