import * as vscode from 'vscode';
import type { ComparisonViews } from '../comparison/comparisonViews.js';
import { commands } from '../manifest.js';
import type { TraceView } from '../trace/traceView.js';
import type { TraceViews } from '../trace/traceViews.js';
import { copyAsMarkdown } from './copyAsMarkdown.js';
import { copyLink } from './copyLink.js';
import { exportComparison } from './exportComparison.js';
import { exportTrace, type ExportWish } from './exportTrace.js';
import type { ExportWriter } from './exportWriter.js';
import { askForLink, linkOf, openLink } from './openLink.js';

const register = vscode.commands.registerCommand;

/** Registers what gives a trace away as a file or as text, wherever VS Code runs. */
export function registerExportCommands(
  views: TraceViews,
  comparisons: ComparisonViews,
  write: ExportWriter,
): vscode.Disposable {
  const ofTrace = ofView(views, (view, wish: ExportWish) => exportTrace(view, write, wish));
  return vscode.Disposable.from(
    // The editor's title passes an object after the file; tests pass a kind and a target.
    register(commands.export, (uri?: vscode.Uri, ending?: unknown, target?: vscode.Uri) => {
      const wish = { ending: typeof ending === 'string' ? ending : undefined, target };
      const { active } = comparisons;
      return active ? exportComparison(active, write, wish) : ofTrace(uri, wish);
    }),
    register(
      commands.copyAsMarkdown,
      ofView(views, (view) => copyAsMarkdown(view)),
    ),
  );
}

/** Registers links. The operating system hands them to VS Code; in a browser, where it cannot, a person pastes them. */
export function registerLinkCommands(views: TraceViews): vscode.Disposable {
  return vscode.Disposable.from(
    register(
      commands.copyLink,
      ofView(views, (view) => copyLink(view)),
    ),
    register(commands.openLink, (text?: unknown) => {
      const link = typeof text === 'string' ? linkOf(text) : undefined;
      return link ? openLink(link, views) : askForLink(views);
    }),
    vscode.window.registerUriHandler({ handleUri: (uri) => openLink(uri, views) }),
  );
}

/** What a command does with the trace of a file, or with the one that is shown. */
function ofView<Args extends unknown[], Result>(
  views: TraceViews,
  act: (view: TraceView, ...args: Args) => Result,
): (uri?: vscode.Uri, ...args: Args) => Result | undefined {
  return (uri, ...args) => {
    const view = views.showing(uri);
    return view && act(view, ...args);
  };
}
