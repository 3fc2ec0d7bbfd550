import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { findNode } from '../runs/nodeRuntime.js';
import { pipelineName } from '../runs/runRequest.js';
import { mayRun, saved, showDefinitionError, type RunParts } from '../runs/startRun.js';

const scheme = 'checkpoint-lens-sql';

/** The Flink SQL of definitions as documents that nobody can edit; a document is made anew each time it is asked for. */
export class FlinkSqlDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  readonly onDidChange = this.changed.event;

  constructor(private readonly parts: Pick<RunParts, 'commandLine' | 'log' | 'problems'>) {}

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Shows the SQL of a definition beside it; what cannot be translated is said, with its line. */
  async show(definition: vscode.Uri): Promise<void> {
    if (!(await mayRun(definition)) || !(await saved(definition))) return;
    this.parts.problems.clear(definition);
    const text = await this.translated(definition.fsPath);
    if (text === undefined) return;
    const uri = definition.with({ scheme, path: definition.path.replace(/\.pipeline\.ts$/, '.sql') });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async translated(definition: string): Promise<string | undefined> {
    const { program, env } = await findNode(process.execPath);
    const args = [this.parts.commandLine, 'sql', definition];
    const options = { cwd: dirname(definition), env: { ...process.env, ...env }, windowsHide: true };
    try {
      return (await promisify(execFile)(program, args, options)).stdout;
    } catch (error) {
      const said = (error as { readonly stderr?: string }).stderr?.trim() ?? '';
      const message = said === '' ? l10n.t('The definition could not be translated.') : said;
      await showDefinitionError({ message, of: pipelineName(definition) }, definition, this.parts);
      return undefined;
    }
  }
}
