import '../threadLanguage.js';
import { parentPort } from 'node:worker_threads';
import { closedIfAbandoned } from '../../analysis/abandonedRun.js';
import { mayBeAlive } from '../../engine/control/livingProcess.js';
import { packTrace } from '../../trace/transfer.js';
import type { ParseRequest } from './parsedTrace.js';
import { parseFiles, transferable } from './parseFiles.js';

/** Reads files beside the extension host's thread: a {@link ParseRequest} in, a `ParsedTrace` out. */
parentPort?.on('message', (request: ParseRequest) => {
  const parsed = parseFiles(request, packTrace, (trace) => closedIfAbandoned(trace, mayBeAlive));
  parentPort?.postMessage(parsed, transferable(parsed));
});
