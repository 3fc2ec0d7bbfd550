import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { basename } from 'node:path/posix';
import type { ShownDiagnostic } from '../../protocol.js';
import { readFiles } from '../inputs/fileContents.js';
import { findFiles, type FoundFiles } from '../inputs/foundFiles.js';
import { inputListOf, inputListScheme } from '../inputs/inputList.js';
import { withReadingProgress } from '../inputs/readingProgress.js';
import type { JobChoices } from './jobChoices.js';
import { unreadable, type ParsedTrace } from './parsedTrace.js';
import { sizeProblem } from './sizeLimit.js';
import type { TraceParser } from './traceParser.js';

const damagedList = unreadable(l10n.t('The list of files cannot be read.'), l10n.t('Open the files again.'));
const emptyFolder = unreadable(
  l10n.t('There are no files in this folder.'),
  l10n.t('Open a folder that has REST answers, history archives, logs or OpenTelemetry exports of Flink.'),
);

/** The stamp of no file. */
const outdated = 'outdated';

/** Reads what one editor's address stands for, a file, several, or a folder, and knows when it has changed. */
export class InputReader {
  /** What to call it. */
  readonly label: string;
  /** The files and folders that the address names. */
  readonly targets: readonly vscode.Uri[];
  /** What was found there last. */
  found: FoundFiles = { files: [], folders: [], omissions: [] };
  /** Names, modification times and sizes of what was read last. */
  private stamp = '';

  constructor(
    private readonly uri: vscode.Uri,
    private readonly parser: TraceParser,
    private readonly choices: JobChoices,
  ) {
    const list = inputListOf(uri);
    this.label = list?.label ?? basename(uri.path);
    this.targets = list ? list.uris.map((target) => vscode.Uri.parse(target)) : [uri];
  }

  /** Makes the next reading one, whether or not there is a change. */
  forget(): void {
    this.stamp = '';
  }

  /** The same, where nobody waits for it. */
  outdate(): void {
    if (this.stamp !== '') this.stamp = outdated;
  }

  /**
   * What the files hold now; `undefined` where they have not changed.
   *
   * @throws {ReadingCancelled} when a person has cancelled it
   * @throws {vscode.FileSystemError} where the files are missing or cannot be read
   */
  async read(signal: AbortSignal): Promise<ParsedTrace | undefined> {
    if (this.uri.scheme === inputListScheme && this.targets[0] === this.uri) return damagedList;
    // Only what a person waits for is worth a notification: not a file that grows while they look at it.
    if (this.stamp !== '') return this.readChanged(signal, () => undefined);
    return withReadingProgress(this.label, signal, (either, report) => this.readChanged(either, report));
  }

  private async readChanged(
    signal: AbortSignal,
    report: (message: string) => void,
  ): Promise<ParsedTrace | undefined> {
    const found = await findFiles(this.targets, signal);
    const stamp = found.files.map((file) => file.stamp).join('\n');
    if (stamp !== '' && stamp === this.stamp) return undefined;
    this.found = found;
    const [first] = found.files;
    if (!first) return emptyFolder;
    const tooLarge = found.files.length === 1 && sizeProblem(first.size);
    if (tooLarge) return { type: 'unreadable', diagnostics: [tooLarge] };
    const { files, omissions } = await readFiles(found.files, signal, (read) =>
      report(l10n.t('{read} of {all} files', { read, all: found.files.length })),
    );
    this.stamp = stamp;
    const job = this.choices.of(this.uri.toString());
    const parsed = await this.parser.parse({ files, ...(job === undefined ? {} : { job }) }, signal);
    const left = [...found.omissions, ...omissions].map(omission);
    return left.length === 0 ? parsed : { ...parsed, diagnostics: [...parsed.diagnostics, ...left] };
  }
}

function omission(message: string): ShownDiagnostic {
  return { severity: 'warning', message };
}
