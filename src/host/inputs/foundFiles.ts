import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { walkFolder, type FolderEntry, type FolderReader } from './folderWalk.js';
import { inputNames } from './inputNames.js';

export interface FoundFile {
  readonly uri: vscode.Uri;
  /** Its path from the folder that was opened, that folder's name included; of a single file its name. */
  readonly name: string;
  readonly size: number;
  /** Changes with the file. */
  readonly stamp: string;
  /** ms since 1970. */
  readonly modified: number;
}

/** The files that are meant by some files and folders. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Those of the targets that are folders. */
  readonly folders: readonly vscode.Uri[];
  /** What was left out, one sentence each. */
  readonly omissions: readonly string[];
}

/** At most so many files are asked for their size at once. */
const atOnce = 32;

/**
 * Finds the files that targets, files or folders, stand for.
 *
 * @throws {vscode.FileSystemError} where none of the targets is there; one of several that is missing is an omission.
 */
export async function findFiles(targets: readonly vscode.Uri[], signal: AbortSignal): Promise<FoundFiles> {
  const names = inputNames(targets.map(({ path }) => path));
  const answers = await inBatches(targets, signal, (target, index) =>
    findTarget(target, names[index] ?? '', signal).catch((error: unknown) => {
      signal.throwIfAborted();
      return { error, name: names[index] ?? '' };
    }),
  );
  const found = answers.filter((answer): answer is FoundFiles => 'files' in answer);
  const missing = answers.filter((answer): answer is Missing => 'error' in answer);
  if (found.length === 0 && missing[0]) throw missing[0].error;
  return {
    files: found.flatMap(({ files }) => files),
    folders: found.flatMap(({ folders }) => folders),
    omissions: [
      ...found.flatMap(({ omissions }) => omissions),
      ...missing.map(({ name }) => l10n.t('Not there any more: {0}.', name)),
    ],
  };
}

interface Missing {
  readonly error: unknown;
  readonly name: string;
}

async function findTarget(target: vscode.Uri, name: string, signal: AbortSignal): Promise<FoundFiles> {
  const stat = await vscode.workspace.fs.stat(target);
  if ((stat.type & vscode.FileType.Directory) === 0) {
    return { files: [foundFile(target, name, stat)], folders: [], omissions: [] };
  }
  const walk = await walkFolder(target, folderReader, signal);
  const stats = await inBatches(walk.files, signal, ({ place }) =>
    vscode.workspace.fs.stat(place).then(undefined, () => undefined),
  );
  const files = walk.files.flatMap(({ place, name: below }, index) => {
    const fileStat = stats[index];
    return fileStat ? [foundFile(place, `${name}/${below}`, fileStat)] : [];
  });
  const gone = walk.files.length - files.length;
  return { files, folders: [target], omissions: [...walk.omissions, ...notOpened(gone)] };
}

function notOpened(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1 ? l10n.t('Could not be opened: 1 file.') : l10n.t('Could not be opened: {0} files.', count),
  ];
}

function foundFile(uri: vscode.Uri, name: string, { size, mtime }: vscode.FileStat): FoundFile {
  return { uri, name, size, modified: mtime, stamp: `${name}:${mtime}:${size}` };
}

const folderReader: FolderReader<vscode.Uri> = {
  list: async (folder) =>
    (await vscode.workspace.fs.readDirectory(folder)).flatMap(([name, type]) => {
      const kind = entryKind(type);
      return kind ? [{ name, kind }] : [];
    }),
  join: (folder, name) => vscode.Uri.joinPath(folder, name),
};

/** `undefined` for sockets and the like, and for links that lead nowhere. */
function entryKind(type: vscode.FileType): FolderEntry['kind'] | undefined {
  if ((type & vscode.FileType.Directory) !== 0) {
    return (type & vscode.FileType.SymbolicLink) === 0 ? 'folder' : 'link';
  }
  return (type & vscode.FileType.File) === 0 ? undefined : 'file';
}

/** Answers in the order of the items, some at a time. */
export async function inBatches<Item, Answer>(
  items: readonly Item[],
  signal: AbortSignal,
  ask: (item: Item, index: number) => PromiseLike<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let first = 0; first < items.length; first += atOnce) {
    signal.throwIfAborted();
    const batch = items.slice(first, first + atOnce);
    answers.push(...(await Promise.all(batch.map((item, index) => ask(item, first + index)))));
  }
  return answers;
}
