import { basename, dirname, join } from 'node:path';
import { closedIfAbandoned } from '../analysis/abandonedRun.js';
import { mayBeAlive } from '../engine/control/livingProcess.js';
import { UsageError } from '../engine/errors.js';
import type { FileDiagnostic } from '../formats/input.js';
import { readInputs, type ReadJob } from '../formats/readInputs.js';
import { InputError } from '../trace/diagnostics.js';
import { CommandFailure, diagnosticLine, inputFailure, printable } from './failure.js';
import { inputFiles } from './inputFiles.js';

/** A job, and what could not be read of its inputs. */
export interface JobOfInputs extends ReadJob {
  readonly diagnostics: readonly FileDiagnostic[];
}

/**
 * One job and its trace, out of files of any format and folders of them. What could not be read is said on stderr.
 *
 * @param wanted id, its beginning, or name of the job; needed where the inputs hold several.
 * @param option of the command line by which a person says it.
 * @throws {CommandFailure} where nothing can be read, or the job is not among those that the inputs hold.
 * @throws {UsageError} where the inputs hold several jobs and none is named.
 */
export async function readJob(
  paths: readonly string[],
  wanted?: string,
  option = '--job',
): Promise<JobOfInputs> {
  const [only] = paths;
  const files = await inputFiles(paths);
  const where = paths.length === 1 ? only! : paths.join(' ');
  try {
    const { jobs, diagnostics } = readInputs(files);
    for (const diagnostic of diagnostics) process.stderr.write(`${lineOf(diagnostic, paths)}\n`);
    const job = chosen(jobs, wanted, where, option);
    return { ...job, trace: closedIfAbandoned(job.trace, mayBeAlive), diagnostics };
  } catch (error) {
    throw error instanceof InputError ? inputFailure(where, error) : error;
  }
}

function chosen(
  jobs: readonly ReadJob[],
  wanted: string | undefined,
  where: string,
  option: string,
): ReadJob {
  const list = jobs.map(({ id, name }) => `${id} (${name})`).join(', ');
  if (wanted === undefined) {
    const [only, ...others] = jobs;
    if (others.length === 0) return only!;
    throw new UsageError(printable(`${where}: holds ${jobs.length} jobs. Choose one by ${option}: ${list}.`));
  }
  const matching = jobs.filter(({ id, name }) => id === wanted || name === wanted);
  const found = matching.length > 0 ? matching : jobs.filter(({ id }) => id.startsWith(wanted));
  if (found.length === 1) return found[0]!;
  const said =
    found.length === 0
      ? `${where}: holds no job ${wanted}. It holds: ${list}.`
      : `${where}: holds several jobs ${wanted}. It holds: ${list}.`;
  throw new CommandFailure([printable(said)]);
}

/** The name of a file in a folder begins with that folder's; a diagnostic names what a person can open. */
function lineOf({ file, ...diagnostic }: FileDiagnostic, paths: readonly string[]): string {
  if (file === '') return diagnosticLine(paths.join(' '), diagnostic);
  const opened = paths.find((path) => file === basename(path) || file.startsWith(`${basename(path)}/`));
  return diagnosticLine(opened === undefined ? file : join(dirname(opened), file), diagnostic);
}
