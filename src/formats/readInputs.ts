import * as l10n from '@vscode/l10n';
import { InputError, type Diagnostic } from '../trace/diagnostics.js';
import { ckptReader } from './ckptFile.js';
import { mergeEvidence, type MergedJob } from './evidence/merge.js';
import { flinkTimeline } from './flinkTimeline/timeline.js';
import { unpacked } from './gzip.js';
import type { FileDiagnostic, FormatReader, InputContent, InputFile, WholeTrace } from './input.js';
import { missingReports } from './missingReports.js';
import { holdsNotes } from './noteFiles.js';
import { readers } from './readers.js';

/** One job that the inputs hold. */
export interface ReadJob extends Omit<WholeTrace, 'file'> {
  /** Flink's job id; of a trace that was whole the name of its file. */
  readonly id: string;
  readonly name: string;
}

export interface ReadInputs {
  /** At least one, the job with the most checkpoints first. */
  readonly jobs: readonly ReadJob[];
  /** What was not read, and where the inputs contradict each other; `file` is empty where it is about several. */
  readonly diagnostics: readonly FileDiagnostic[];
}

/** How many names of files a sentence lists. */
const namesMax = 3;

/**
 * Reads files of any format known here, and puts together what they say of each job. Formats are told by content.
 *
 * @throws {InputError} where no file holds anything of a job.
 */
export function readInputs(files: readonly InputFile[]): ReadInputs {
  const packed = files.map(unpacked);
  const { content, strangers, known } = readByFormat(packed.map(({ file }) => file));
  const merged = mergeEvidence(content.evidence);
  const diagnostics = [
    ...packed.flatMap((file) => file.diagnostics),
    ...content.diagnostics,
    ...strangerDiagnostics(strangers, files.length),
    ...merged.flatMap((job) => jobDiagnostics(job, merged.length)),
  ];
  const jobs = [
    ...content.traces.map(({ file, ...whole }) => jobOf(file, whole)),
    ...merged.map((job) => jobOf(job.jobId, { trace: flinkTimeline(job) })),
  ].sort((a, b) => b.trace.checkpoints.length - a.trace.checkpoints.length);
  const shown = jobs.filter((job, place) => place === 0 || job.trace.checkpoints.length > 0);
  if (shown.length === 0) {
    if (diagnostics.length === 0) diagnostics.push(nothingOfAJob(known));
    throw new InputError(withFileNames(diagnostics, files.length));
  }
  return { jobs: shown, diagnostics };
}

/** Diagnostics of several files in one list: each message begins with its file. */
function withFileNames(diagnostics: readonly FileDiagnostic[], fileCount: number): readonly Diagnostic[] {
  return diagnostics.map(({ file, ...diagnostic }) =>
    fileCount === 1 || file === ''
      ? diagnostic
      : { ...diagnostic, message: `${file}: ${diagnostic.message}` },
  );
}

function readByFormat(files: readonly InputFile[]): {
  readonly content: InputContent;
  /** Files that no reader knows, and formats that some file has. */
  readonly strangers: readonly InputFile[];
  readonly known: readonly FormatReader[];
} {
  const byReader = new Map<FormatReader, InputFile[]>(readers.map((reader) => [reader, []]));
  const strangers: InputFile[] = [];
  for (const file of files) {
    const reader = readers.find((candidate) => candidate.recognizes(file)) ?? readerByName(file);
    (reader === undefined ? strangers : byReader.get(reader)!).push(file);
  }
  const known = readers.filter((reader) => byReader.get(reader)!.length > 0);
  const contents = known.map((reader) => reader.read(byReader.get(reader)!));
  const content = {
    evidence: contents.flatMap(({ evidence }) => evidence),
    traces: contents.flatMap(({ traces }) => traces),
    diagnostics: contents.flatMap((read) => read.diagnostics),
  };
  return { content, strangers, known };
}

/** Of what calls itself a trace and is none, the reader of traces says best what is wrong. */
function readerByName({ name }: InputFile): FormatReader | undefined {
  return name.endsWith('.ckpt.json') ? ckptReader : undefined;
}

function jobOf(id: string, whole: Omit<WholeTrace, 'file'>): ReadJob {
  const { job } = whole.trace.source;
  return { id, name: job === '' ? id : job, ...whole };
}

/** A folder may hold much else; a single file that nobody knows is an error. */
function strangerDiagnostics(all: readonly InputFile[], fileCount: number): readonly FileDiagnostic[] {
  if (fileCount === 1 && all[0]) return [holdsNotes(all[0]) ? onlyNotes(all[0]) : unknownFormat(all[0])];
  const strangers = all.filter((file) => !holdsNotes(file));
  if (strangers.length === 0) return [];
  const names = strangers.slice(0, namesMax).map(({ name }) => name);
  return [{ severity: 'warning', file: '', message: strangerWords(names, strangers.length - names.length) }];
}

function strangerWords(names: readonly string[], more: number): string {
  const list = names.join(', ');
  if (more > 0) {
    return l10n.t('{names}, and {more} more are in no format that is known here and left out.', {
      names: list,
      more,
    });
  }
  return names.length === 1
    ? l10n.t('{0} is in no format that is known here and left out.', list)
    : l10n.t('{0} are in no format that is known here and left out.', list);
}

function unknownFormat({ name, bytes }: InputFile): FileDiagnostic {
  const what =
    bytes.length === 0
      ? l10n.t('The file is empty.')
      : l10n.t('The file is in no format that is known here.');
  return {
    severity: 'error',
    file: name,
    message: what,
    at: { line: 1, column: 1, offset: 0 },
    remedy: l10n.t(
      'Open one of: {0}; packed with gzip or not.',
      readers.map(({ format }) => format).join(', '),
    ),
  };
}

function onlyNotes({ name }: InputFile): FileDiagnostic {
  return {
    severity: 'error',
    file: name,
    message: l10n.t('The file holds notes on a trace, not a trace.'),
    remedy: l10n.t('Open the trace that it lies beside: {0}.', name.replace(/\.notes\.json$/, '')),
  };
}

function nothingOfAJob(known: readonly FormatReader[]): FileDiagnostic {
  const formats = known.map(({ format }) => format).join(', ');
  return {
    severity: 'error',
    file: '',
    message: l10n.t('What is there ({0}) holds nothing of a job.', formats),
    remedy: l10n.t(
      'Add what Flink says of its checkpoints: the answer of /jobs/:id/checkpoints, the archive of the job, or the log of the JobManager.',
    ),
  };
}

function jobDiagnostics(job: MergedJob, jobCount: number): readonly FileDiagnostic[] {
  const untimed = job.checkpoints.filter(({ trigger }) => trigger === undefined).map(({ id }) => `#${id}`);
  const messages = [...job.conflicts];
  if (untimed.length > 0) {
    const names = untimed.slice(0, namesMax).join(', ');
    const more = untimed.length - namesMax;
    messages.push(
      l10n.t(
        'When {0} began is said nowhere: left out. Add the answer of /checkpoints, or the JobManager’s log.',
        more > 0 ? l10n.t('{first} and {more} more', { first: names, more }) : names,
      ),
    );
  }
  const missing = missingReports(job);
  if (missing !== undefined) messages.push(missing);
  return messages.map((message) => ({
    severity: 'warning',
    file: '',
    message: jobCount > 1 ? l10n.t('Job {job}: {message}', { job: job.name ?? job.jobId, message }) : message,
  }));
}
