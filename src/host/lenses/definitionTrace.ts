import * as vscode from 'vscode';
import { traceFolderName, traceSuffix } from '../manifest.js';
import { pipelineName } from '../runs/runRequest.js';
import type { Share } from '../shares.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceInputs } from '../trace/traceInputs.js';
import { newest, traceNames } from './newestTrace.js';

const settleMs = 200;

/** The newest trace of one definition, kept up to date while the definition is open. */
export class DefinitionTrace implements vscode.Disposable {
  private readonly folder: vscode.Uri;
  private readonly watchers: readonly vscode.FileSystemWatcher[];
  private readonly changed = new vscode.EventEmitter<void>();
  private shared: Share<TraceInput> | undefined;
  private contentChanges: vscode.Disposable | undefined;
  private settling: NodeJS.Timeout | undefined;
  private looking = false;
  private lookAgain = false;
  private disposed = false;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly definition: vscode.Uri,
    private readonly inputs: TraceInputs,
  ) {
    this.folder = vscode.Uri.joinPath(definition, '..', traceFolderName);
    const parent = vscode.Uri.joinPath(definition, '..');
    // The first trace comes together with its folder, and then only the folder's event is sure to arrive.
    this.watchers = [
      new vscode.RelativePattern(parent, traceFolderName),
      new vscode.RelativePattern(this.folder, `*${traceSuffix}`),
    ].map((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      watcher.onDidCreate(() => this.lookSoon());
      watcher.onDidChange(() => this.lookSoon());
      watcher.onDidDelete(() => this.lookSoon());
      return watcher;
    });
    void this.look();
  }

  get input(): TraceInput | undefined {
    return this.shared?.value;
  }

  /** Looks for a newer trace, once for many calls. */
  lookSoon(): void {
    this.settling ??= setTimeout(() => {
      this.settling = undefined;
      void this.look();
    }, settleMs);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.settling);
    for (const watcher of this.watchers) watcher.dispose();
    this.contentChanges?.dispose();
    this.shared?.dispose();
    this.changed.dispose();
  }

  /** One look at a time; calls while it goes on lead to one more. */
  private async look(): Promise<void> {
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    while (this.lookAgain && !this.disposed) {
      this.lookAgain = false;
      await this.follow(await this.newestTrace());
    }
    this.looking = false;
  }

  /** Takes the trace in place of the one before as soon as it is read, so that no numbers are missing meanwhile. */
  private async follow(uri: vscode.Uri | undefined): Promise<void> {
    if (uri?.toString() === this.shared?.value.uri.toString()) return;
    const next = uri && this.inputs.acquire(uri);
    await next?.value.refresh();
    this.contentChanges?.dispose();
    this.shared?.dispose();
    if (this.disposed) {
      next?.dispose();
      return;
    }
    this.shared = next;
    this.contentChanges = next?.value.onDidChange(() => this.changed.fire());
    this.changed.fire();
  }

  private async newestTrace(): Promise<vscode.Uri | undefined> {
    const names = traceNames(pipelineName(this.definition.path));
    const found = await Promise.all(
      names.map(async (name) => {
        const uri = vscode.Uri.joinPath(this.folder, name);
        const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
        return stat ? [{ uri, modified: stat.mtime }] : [];
      }),
    );
    return newest(found.flat())?.uri;
  }
}
