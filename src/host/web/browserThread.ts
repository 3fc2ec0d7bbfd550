import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { ParsedTrace } from '../trace/parsedTrace.js';
import type { ReadingThread } from '../trace/traceParser.js';
import { startBrowserWorker } from './browserWorker.js';

/** Starts the reading worker in a browser. */
export async function browserThread(script: vscode.Uri): Promise<ReadingThread> {
  const { worker, end } = await startBrowserWorker(script);
  return {
    ask: (request, transfer) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<ParsedTrace>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message || l10n.t('the reading thread ended')));
        worker.postMessage(request, transfer);
      }),
    end,
  };
}
