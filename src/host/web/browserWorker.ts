import * as vscode from 'vscode';
import { language } from '../language.js';

/** A worker of the extension, and how to end it. */
export interface BrowserWorker {
  readonly worker: Worker;
  readonly end: () => void;
}

/**
 * Starts a worker in a browser, with the texts of VS Code's language. A worker's script has to come from where its page comes
 * from, and the extension's files do not: the script is read as text and started from memory.
 */
export async function startBrowserWorker(script: vscode.Uri): Promise<BrowserWorker> {
  const text = await vscode.workspace.fs.readFile(script);
  const texts = `globalThis.threadTexts = ${JSON.stringify(language.texts)};\n`;
  const url = URL.createObjectURL(new Blob([texts, new Uint8Array(text)], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return {
    worker,
    end() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
