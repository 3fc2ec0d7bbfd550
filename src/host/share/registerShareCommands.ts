import * as vscode from 'vscode';
import { commands } from '../manifest.js';
import type { TraceView } from '../trace/traceView.js';
import type { TraceViews } from '../trace/traceViews.js';
import { copyAsMarkdown } from './copyAsMarkdown.js';
import { copyLink } from './copyLink.js';
import { exportTrace } from './exportTrace.js';
import { askForLink, linkOf, openLink } from './openLink.js';

/** @param dist folder of what was built */
export function registerShareCommands(views: TraceViews, dist: string): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  const ofView =
    <Args extends unknown[], Result>(act: (view: TraceView, ...args: Args) => Result) =>
    (uri?: vscode.Uri, ...args: Args): Result | undefined => {
      const view = views.showing(uri);
      return view && act(view, ...args);
    };
  return vscode.Disposable.from(
    // The editor's title passes an object after the file; tests pass a kind and a target.
    register(
      commands.export,
      ofView((view, ending?: unknown, target?: vscode.Uri) =>
        exportTrace(view, dist, { ending: typeof ending === 'string' ? ending : undefined, target }),
      ),
    ),
    register(
      commands.copyAsMarkdown,
      ofView((view) => copyAsMarkdown(view)),
    ),
    register(
      commands.copyLink,
      ofView((view) => copyLink(view)),
    ),
    register(commands.openLink, (text?: unknown) => {
      const link = typeof text === 'string' ? linkOf(text) : undefined;
      return link ? openLink(link, views) : askForLink(views);
    }),
    vscode.window.registerUriHandler({ handleUri: (uri) => openLink(uri, views) }),
  );
}
