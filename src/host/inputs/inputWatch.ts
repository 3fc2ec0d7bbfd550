import { basename, dirname } from 'node:path/posix';
import * as vscode from 'vscode';

/** Several events come with one rewrite of a file. */
const settleMs = 50;
const pollMs = 1000;

/** Tells when files are created, changed or deleted, after their events have settled. */
export class InputWatch implements vscode.Disposable {
  private watchers: readonly vscode.FileSystemWatcher[] = [];
  private settling: NodeJS.Timeout | undefined;
  private polling: NodeJS.Timeout | undefined;

  /** Each target is watched as a file until {@link watch} says that it is a folder. */
  constructor(
    private readonly targets: readonly vscode.Uri[],
    private readonly changed: () => void,
  ) {
    this.watch([]);
  }

  /** Watches everything below those of the targets that are folders. */
  watch(folders: readonly vscode.Uri[]): void {
    for (const watcher of this.watchers) watcher.dispose();
    const isFolder = new Set(folders.map(String));
    const files = this.targets.filter((target) => !isFolder.has(target.toString()));
    this.watchers = [
      ...folders.map((folder) => new vscode.RelativePattern(folder, '**')),
      ...filePatterns(files),
    ].map((pattern) => this.watcher(pattern));
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
    for (const watcher of this.watchers) watcher.dispose();
    clearTimeout(this.settling);
    this.poll(false);
  }

  private watcher(pattern: vscode.RelativePattern): vscode.FileSystemWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const settle = (): void => {
      this.settling ??= setTimeout(() => {
        this.settling = undefined;
        this.changed();
      }, settleMs);
    };
    watcher.onDidCreate(settle);
    watcher.onDidChange(settle);
    watcher.onDidDelete(settle);
    return watcher;
  }
}

/** One pattern a folder, however many files are meant in it. */
function filePatterns(files: readonly vscode.Uri[]): readonly vscode.RelativePattern[] {
  const byFolder = new Map<string, { folder: vscode.Uri; names: string[] }>();
  for (const uri of files) {
    const folder = uri.with({ path: dirname(uri.path) });
    const key = folder.toString();
    const names = byFolder.get(key)?.names ?? [];
    names.push(escapeGlob(basename(uri.path)));
    byFolder.set(key, { folder, names });
  }
  return [...byFolder.values()].map(
    ({ folder, names }) =>
      new vscode.RelativePattern(folder, names.length === 1 ? (names[0] ?? '') : `{${names.join(',')}}`),
  );
}

/** A glob that matches exactly this name. */
export function escapeGlob(name: string): string {
  return name.replaceAll(/[*?[\]{},!]/g, '[$&]');
}
