import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { comparedInputs, type ComparedInput } from '../inputs/comparisonAddress.js';
import type { OperatorParts } from '../definitions/openOperator.js';
import { comparisonViewType } from '../manifest.js';
import type { Share } from '../shares.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceInputs } from '../trace/traceInputs.js';
import type { TraceViews } from '../trace/traceViews.js';
import { editorPage } from '../trace/editorPage.js';
import { ComparisonView } from './comparisonView.js';
import type { ComparisonViews } from './comparisonViews.js';

export interface ComparisonEditorParts extends OperatorParts {
  readonly extensionUri: vscode.Uri;
  readonly inputs: TraceInputs;
  readonly views: TraceViews;
  readonly comparisons: ComparisonViews;
}

class ComparisonDocument implements vscode.CustomDocument {
  constructor(
    readonly uri: vscode.Uri,
    readonly inputs: readonly ComparedInput[],
    readonly shared: readonly Share<TraceInput>[],
  ) {}

  dispose(): void {
    for (const shared of this.shared) shared.dispose();
  }
}

/** The read-only editor of comparisons. */
export class ComparisonEditor implements vscode.CustomReadonlyEditorProvider<ComparisonDocument> {
  constructor(private readonly parts: ComparisonEditorParts) {}

  register(): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(comparisonViewType, this, {
      supportsMultipleEditorsPerDocument: true,
      // Zoom and selection are there at once when the tab is shown again; for how long, the view decides.
      webviewOptions: { retainContextWhenHidden: true },
    });
  }

  /** @throws Error where the address is no comparison. */
  openCustomDocument(uri: vscode.Uri): ComparisonDocument {
    const inputs = comparedInputs(uri);
    if (!inputs) throw new Error(l10n.t('This address names no two traces to compare.'));
    const shared = inputs.map((input) => this.parts.inputs.acquire(vscode.Uri.parse(input.uri)));
    return new ComparisonDocument(uri, inputs, shared);
  }

  resolveCustomEditor({ inputs, shared }: ComparisonDocument, panel: vscode.WebviewPanel): void {
    const html = editorPage(panel.webview, this.parts.extensionUri, 'comparison');
    const sides = inputs.map((input, place) => ({ ...input, input: shared[place]!.value }));
    const view = new ComparisonView(panel, sides, this.parts, html);
    this.parts.comparisons.add(view);
  }
}
