import { parentPort } from 'node:worker_threads';
import { operatorStatistics } from '../../analysis/statistics.js';
import type { FileDiagnostic } from '../../formats/input.js';
import { readInputs, type ReadJob } from '../../formats/readInputs.js';
import type { ShownDiagnostic } from '../../protocol.js';
import { InputError } from '../../trace/diagnostics.js';
import { packTrace } from '../../trace/transfer.js';
import { unreadable, type JobSummary, type ParsedTrace, type ParseRequest } from './parsedTrace.js';

/** Reads files beside the extension host's thread: a {@link ParseRequest} in, a {@link ParsedTrace} out. */
parentPort?.on('message', (request: ParseRequest) => {
  void parse(request).then((parsed) =>
    parentPort?.postMessage(parsed, parsed.type === 'trace' ? [parsed.packed.columns] : []),
  );
});

async function parse({ files, job: wanted }: ParseRequest): Promise<ParsedTrace> {
  try {
    const { jobs, diagnostics } = await readInputs(files);
    const chosen = jobs.find(({ id }) => id === wanted) ?? jobs[0];
    if (!chosen) return unreadable('No job is in these files.');
    return {
      type: 'trace',
      packed: packTrace(chosen.trace),
      // The only file is named above the page already.
      diagnostics: files.length > 1 ? diagnostics : diagnostics.map(withoutFile),
      statistics: operatorStatistics(chosen.trace),
      jobs: jobs.map(jobSummary),
      job: chosen.id,
    };
  } catch (error) {
    if (error instanceof InputError) return { type: 'unreadable', diagnostics: error.diagnostics };
    return unreadable(`The ${files.length > 1 ? 'files' : 'file'} could not be read: ${String(error)}`);
  }
}

function jobSummary({ id, name, checkpoints, trace }: ReadJob): JobSummary {
  const { state } = trace.source;
  return { id, name, checkpoints, ...(state === undefined ? {} : { state }) };
}

function withoutFile({ severity, message, at, remedy }: FileDiagnostic): ShownDiagnostic {
  return { severity, message, ...(at && { at }), ...(remedy !== undefined && { remedy }) };
}
