import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PageParts } from '../../share/htmlPage.js';
import { language } from '../language.js';
import { isTraceExport, type ExportWriter, type TraceExport } from '../share/exportWriter.js';
import { startBrowserWorker } from './browserWorker.js';
import type { WebExportEvent, WebExportRequest } from './webExportRequest.js';

/** Puts an export together in a worker and hands it to VS Code's file system, where there is no other. */
export function webExportWriter(extensionUri: vscode.Uri): ExportWriter {
  return async (content, target, signal, written) => {
    const bytes = isTraceExport(content)
      ? await traceContent(extensionUri, content, signal, written)
      : typeof content === 'string'
        ? new TextEncoder().encode(content)
        : content;
    signal.throwIfAborted();
    await vscode.workspace.fs.writeFile(target, bytes);
  };
}

async function traceContent(
  extensionUri: vscode.Uri,
  content: TraceExport,
  signal: AbortSignal,
  written: (bytes: number) => void,
): Promise<Uint8Array> {
  const built = (file: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', file);
  const request: WebExportRequest = { ...content, page: await bundledPage(built) };
  const { worker, end } = await startBrowserWorker(built('web/exportWorker.cjs'));
  try {
    return await new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      worker.onmessage = ({ data }: MessageEvent<WebExportEvent>) => {
        if (data.type === 'written') written(data.bytes);
        else if (data.type === 'done') resolve(data.content);
        else reject(new Error(data.message));
      };
      worker.onerror = ({ message }) => reject(new Error(message || l10n.t('the exporting thread ended')));
      worker.postMessage(request);
    });
  } finally {
    end();
  }
}

async function bundledPage(built: (file: string) => vscode.Uri): Promise<PageParts> {
  const text = async (file: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(built(file)));
  const [script, style] = await Promise.all([text('exportedPage.js'), text('exportedPage.css')]);
  return { script, style, language };
}
