import '../threadLanguage.js';
import { parentPort } from 'node:worker_threads';
import { packTrace } from '../../trace/transfer.js';
import type { ParseRequest } from './parsedTrace.js';
import { parseFiles, transferable } from './parseFiles.js';

/** Reads files beside the extension host's thread: a {@link ParseRequest} in, a `ParsedTrace` out. */
parentPort?.on('message', (request: ParseRequest) => {
  const parsed = parseFiles(request, packTrace);
  parentPort?.postMessage(parsed, transferable(parsed));
});
