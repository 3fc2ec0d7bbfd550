import * as vscode from 'vscode';
import { comparisonCommands, viewCommands } from '../../protocol.js';
import type { OperatorIndex } from '../../trace/units.js';
import { compareSelected, compareWith } from '../comparison/compareWith.js';
import type { ComparisonViews } from '../comparison/comparisonViews.js';
import { commands, lensCommands, viewCommandId } from '../manifest.js';
import { chooseJob } from '../trace/chooseJob.js';
import { openAsText } from '../trace/openAsText.js';
import { openInputs, openTraceBeside } from '../trace/openTrace.js';
import { openTraceDialog } from '../trace/openTraceDialog.js';
import type { TraceViews } from '../trace/traceViews.js';

/** Registers what there is to do with traces wherever VS Code runs: none of it needs Node. */
export function registerViewerCommands(views: TraceViews, comparisons: ComparisonViews): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register(commands.openTrace, openTraceDialog),
    register(commands.openAsText, (uri?: vscode.Uri) => {
      const input = views.showing(uri)?.input;
      return input && openAsText(input);
    }),
    register(commands.openWith, openSelected),
    register(commands.openAsTrace, openSelected),
    register(commands.chooseJob, (uri?: vscode.Uri, job?: unknown) => {
      const input = views.showing(uri)?.input;
      return input && chooseJob(input, typeof job === 'string' ? job : undefined);
    }),
    register(commands.compareWith, (uri?: vscode.Uri) => compareWith(views, uri)),
    register(commands.compareSelected, (_clicked?: vscode.Uri, selected?: unknown) =>
      compareSelected(selected),
    ),
    register(lensCommands.showTrace, (uri: vscode.Uri) => openTraceBeside(uri, { preserveFocus: false })),
    register(lensCommands.revealOperator, (uri: vscode.Uri, operator: OperatorIndex) =>
      views.reveal(uri, operator),
    ),
    register(commands.swapSides, () => comparisons.command('swapSides')),
    ...viewCommands.map((command) =>
      register(viewCommandId(command), () => {
        const shared = comparisonCommands.find((one) => one === command);
        if (comparisons.active && shared) comparisons.command(shared);
        else views.command(command);
      }),
    ),
  );
}

/** The explorer passes the entry that was clicked and all that are selected, an editor's title the file and its group. */
async function openSelected(clicked?: vscode.Uri, selected?: unknown): Promise<void> {
  const several = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  const uri = clicked ?? vscode.window.activeTextEditor?.document.uri;
  await (several.length > 0 ? openInputs(several) : uri ? openInputs([uri]) : openTraceDialog());
}
