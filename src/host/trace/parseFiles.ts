import * as l10n from '@vscode/l10n';
import type { FileDiagnostic } from '../../formats/input.js';
import { readInputs, type ReadJob } from '../../formats/readInputs.js';
import type { ShownDiagnostic } from '../../protocol.js';
import { InputError } from '../../trace/diagnostics.js';
import type { Trace } from '../../trace/model.js';
import { buffersOf, type PackedTrace } from '../../trace/transfer.js';
import { unreadable, type JobSummary, type ParsedTrace, type ParseRequest } from './parsedTrace.js';

/**
 * Reads what files hold of one job. Nothing of their content makes it throw.
 *
 * @param pack as it is best for the way to the page
 * @param asItIs what is known here of a trace's run beyond what the trace says
 */
export function parseFiles(
  { files, job: wanted }: ParseRequest,
  pack: (trace: Trace) => PackedTrace,
  asItIs: (trace: Trace) => Trace = (trace) => trace,
): ParsedTrace {
  try {
    const { jobs: read, diagnostics } = readInputs(files);
    const jobs = read.map((job) => ({ ...job, trace: asItIs(job.trace) }));
    const chosen = jobs.find(({ id }) => id === wanted) ?? jobs[0]!;
    return {
      type: 'trace',
      packed: pack(chosen.trace),
      diagnostics: diagnostics.map((diagnostic) => shown(diagnostic, files.length)),
      jobs: jobs.map(jobSummary),
      job: chosen.id,
    };
  } catch (error) {
    if (error instanceof InputError) return { type: 'unreadable', diagnostics: error.diagnostics };
    return unreadable(
      files.length > 1
        ? l10n.t('The files could not be read: {0}', String(error))
        : l10n.t('The file could not be read: {0}', String(error)),
    );
  }
}

/** What of an answer can move to another thread. */
export function transferable(parsed: ParsedTrace): ArrayBuffer[] {
  return parsed.type === 'trace' ? buffersOf(parsed.packed) : [];
}

function jobSummary({ id, name, trace }: ReadJob): JobSummary {
  const { state } = trace.source;
  return { id, name, checkpoints: trace.checkpoints.length, ...(state === undefined ? {} : { state }) };
}

/** The only file is named above the page already. */
function shown({ file, ...diagnostic }: FileDiagnostic, fileCount: number): ShownDiagnostic {
  return fileCount === 1 || file === '' ? diagnostic : { file, ...diagnostic };
}
