import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { language } from '../language.js';
import type { ParsedTrace } from '../trace/parsedTrace.js';
import type { ReadingThread } from '../trace/traceParser.js';

/**
 * Starts the reading worker in a browser. A worker's script has to come from where its page comes from, and the extension's files do
 * not: the script is read as text and started from memory.
 */
export async function browserThread(script: vscode.Uri): Promise<ReadingThread> {
  const text = await vscode.workspace.fs.readFile(script);
  const texts = `globalThis.threadTexts = ${JSON.stringify(language.texts)};\n`;
  const url = URL.createObjectURL(new Blob([texts, new Uint8Array(text)], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return {
    ask: (request, transfer) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<ParsedTrace>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message || l10n.t('the reading thread ended')));
        worker.postMessage(request, transfer);
      }),
    end() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
