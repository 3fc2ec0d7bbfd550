import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { language } from '../language.js';
import type { ThreadData } from '../threadLanguage.js';
import type { ParsedTrace } from './parsedTrace.js';
import type { ReadingThread } from './traceParser.js';

/** Starts the reading thread in Node. */
export function nodeThread(script: string): Promise<ReadingThread> {
  const worker = new Worker(script, { workerData: { language } satisfies ThreadData });
  return Promise.resolve({
    ask: (request, transfer) =>
      new Promise<ParsedTrace>((resolve, reject) => {
        worker.removeAllListeners();
        worker.on('message', resolve).on('error', reject);
        worker.on('exit', () => reject(new Error(l10n.t('the reading thread ended'))));
        worker.postMessage(request, transfer);
      }),
    end: () => void worker.terminate(),
  });
}
