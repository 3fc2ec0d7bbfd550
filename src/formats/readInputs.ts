import { decodeText, readTrace } from '../trace/ckptReader.js';
import { InputError, type Diagnostic } from '../trace/diagnostics.js';
import type { Trace } from '../trace/model.js';
import type { FileDiagnostic, InputFile } from './input.js';

/** What files say of the jobs that they are about. */
export interface ReadInputs {
  /** One trace a job, the job with the most checkpoints first. */
  readonly jobs: readonly ReadJob[];
  readonly diagnostics: readonly FileDiagnostic[];
}

export interface ReadJob {
  readonly id: string;
  readonly name: string;
  /** How many the trace has. */
  readonly checkpoints: number;
  readonly trace: Trace;
}

/**
 * Reads files, each a trace of one job in our own format.
 *
 * @throws {InputError} where nothing of any file can be read
 */
// eslint-disable-next-line @typescript-eslint/require-await -- unpacking, which is to come, waits
export async function readInputs(files: readonly InputFile[]): Promise<ReadInputs> {
  const jobs: ReadJob[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const fatal: Diagnostic[] = [];
  for (const { name, bytes } of files) {
    try {
      const { trace, diagnostics: found } = readTrace(decodeText(bytes));
      jobs.push({ id: name, name: trace.source.job, checkpoints: trace.checkpoints.length, trace });
      diagnostics.push(...found.map((diagnostic) => ({ ...diagnostic, file: name })));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      fatal.push(...error.diagnostics.map((diagnostic) => ({ ...diagnostic, file: name })));
    }
  }
  if (jobs.length === 0) throw new InputError(fatal);
  return {
    jobs: jobs.toSorted((a, b) => b.checkpoints - a.checkpoints),
    diagnostics: [...diagnostics, ...fatal.map((diagnostic) => ({ file: '', ...diagnostic }))],
  };
}
