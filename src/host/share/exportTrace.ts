import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { exportEnding, type ExportEnding } from '../../share/exportKinds.js';
import type { ViewPlace } from '../../protocol.js';
import type { Shared, SharedView } from '../../share/shared.js';
import type { TraceView } from '../trace/traceView.js';
import { askForNotes } from './askForNotes.js';
import { askForRows } from './askForRows.js';
import { exportChoices, isPicture, pictureEndings, type PictureEnding } from './exportChoices.js';
import type { ExportWriter } from './exportWriter.js';
import { offerToOpen } from './offerToOpen.js';
import { chooseTarget, writeExport } from './saveExport.js';

/** What was asked for without a dialog: a kind, and where to; then without notes. */
export interface ExportWish {
  readonly ending?: string | undefined;
  readonly target?: vscode.Uri | undefined;
}

/** Lets a person choose what to export the trace as and where to, writes it, and offers to open it. Gives the file. */
export async function exportTrace(
  view: TraceView,
  write: ExportWriter,
  wish: ExportWish = {},
): Promise<vscode.Uri | undefined> {
  const { state, label } = view.input;
  if (state.type !== 'trace') {
    void vscode.window.showInformationMessage(
      l10n.t('There is no trace to export yet. Wait until it is read, then export it.'),
    );
    return undefined;
  }
  const ending = endingOf(wish.ending) ?? (await chooseKind(label));
  if (!ending) return undefined;
  const notes = await (wish.target ? [] : askForNotes(view, ending));
  if (!notes) return undefined;
  const content = isPicture(ending)
    ? await pictureOf(view, ending, { notes: notes.length > 0, isQuiet: wish.target !== undefined })
    : { ending, packed: state.packed, about: { ...(await aboutView(view, state.diagnostics)), notes } };
  const target =
    content && (wish.target ?? (await chooseTarget(view.input.label, ending, view.input.targets[0])));
  if (!target) return undefined;
  await writeExport(content, target, write);
  void offerToOpen(target, ending);
  return target;
}

/** The picture as it is now; undefined where no page is there to make it, which is said. */
async function pictureOf(
  view: TraceView,
  ending: PictureEnding,
  { notes, isQuiet }: { readonly notes: boolean; readonly isQuiet: boolean },
): Promise<string | Uint8Array | undefined> {
  const rows = isQuiet ? undefined : (await view.ask('view'))?.rows;
  const whole = rows ? await askForRows(rows) : false;
  if (whole === undefined) return undefined;
  const picture = await view.ask(pictureEndings[ending], { whole, notes });
  if (picture === undefined) {
    void vscode.window.showInformationMessage(
      l10n.t('A picture is of what is seen. Show the chart, then export it again.'),
    );
    return undefined;
  }
  return typeof picture === 'string' ? picture : new Uint8Array(picture);
}

function endingOf(wanted = ''): ExportEnding | PictureEnding | undefined {
  return isPicture(wanted) ? wanted : exportEnding(wanted);
}

/** How the trace is looked at now, for what is taken from it. */
export async function aboutView(
  view: TraceView,
  diagnostics: Shared['diagnostics'],
): Promise<Omit<Shared, 'trace' | 'unknown'>> {
  const shown = await view.ask('view');
  return {
    file: view.title,
    diagnostics,
    view: shown && { ...shownPlace(shown.place), kept: shown.kept },
    madeBy: version,
    madeAt: Date.now(),
  };
}

function shownPlace({ checkpoint, several, measured }: ViewPlace): SharedView {
  return { checkpoint, several, measured };
}

async function chooseKind(label: string): Promise<ExportEnding | PictureEnding | undefined> {
  const items = exportChoices
    // A trace in our own format is there already, with all that is in it.
    .filter(({ ending }) => ending !== '.ckpt.json' || !/\.ckpt\.json(\.gz)?$/i.test(label))
    .map((choice) => ({
      label: `$(${choice.icon}) ${choice.label}`,
      description: choice.ending,
      detail: choice.detail,
      ending: choice.ending,
    }));
  const options = {
    title: l10n.t('Export {0}', label),
    placeHolder: l10n.t('What do you need?'),
    matchOnDescription: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.ending;
}
