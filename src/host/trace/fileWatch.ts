import { basename, dirname } from 'node:path/posix';
import * as vscode from 'vscode';

/** Several events come with one rewrite of a file. */
const settleMs = 50;
const pollMs = 1000;

/** Tells when one file is created, changed or deleted, after its events have settled. */
export class FileWatch implements vscode.Disposable {
  private readonly watcher: vscode.FileSystemWatcher;
  private settling: NodeJS.Timeout | undefined;
  private polling: NodeJS.Timeout | undefined;

  constructor(
    uri: vscode.Uri,
    private readonly changed: () => void,
  ) {
    const folder = uri.with({ path: dirname(uri.path) });
    this.watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, escapeGlob(basename(uri.path))),
    );
    const settle = (): void => {
      this.settling ??= setTimeout(() => {
        this.settling = undefined;
        this.changed();
      }, settleMs);
    };
    this.watcher.onDidCreate(settle);
    this.watcher.onDidChange(settle);
    this.watcher.onDidDelete(settle);
  }

  /** While `on`, tells every second as well: some file systems send no events, and a live chart must not stand still. */
  poll(on: boolean): void {
    if (on) this.polling ??= setInterval(this.changed, pollMs);
    else {
      clearInterval(this.polling);
      this.polling = undefined;
    }
  }

  dispose(): void {
    this.watcher.dispose();
    clearTimeout(this.settling);
    this.poll(false);
  }
}

/** A glob that matches exactly this name. */
export function escapeGlob(name: string): string {
  return name.replaceAll(/[*?[\]{}!]/g, '[$&]');
}
