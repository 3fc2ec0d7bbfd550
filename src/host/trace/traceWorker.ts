import { parentPort } from 'node:worker_threads';
import { operatorStatistics } from '../../analysis/statistics.js';
import { readTraceBytes } from '../../trace/ckptReader.js';
import { InputError } from '../../trace/diagnostics.js';
import { packTrace } from '../../trace/transfer.js';
import { unreadable, type ParsedTrace } from './parsedTrace.js';

/** Reads trace files beside the extension host's thread, one after the other: bytes in, {@link ParsedTrace} out. */
parentPort?.on('message', (bytes: Uint8Array) => {
  const parsed = parse(bytes);
  parentPort?.postMessage(parsed, parsed.type === 'trace' ? [parsed.packed.columns] : []);
});

function parse(bytes: Uint8Array): ParsedTrace {
  try {
    const { trace, diagnostics } = readTraceBytes(bytes);
    return { type: 'trace', packed: packTrace(trace), diagnostics, statistics: operatorStatistics(trace) };
  } catch (error) {
    if (error instanceof InputError) return { type: 'unreadable', diagnostics: error.diagnostics };
    return unreadable(`The file could not be read: ${String(error)}`);
  }
}
