import { workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { Language } from '../share/language.js';

/** What every thread is started with. */
export interface ThreadData {
  readonly language: Language;
}

// A thread has its own copy of the library; this is its first import.
l10n.config({ contents: { ...(workerData as ThreadData).language.texts } });
