import * as l10n from '@vscode/l10n';

export interface FolderEntry {
  readonly name: string;
  /** `link`: a link to a folder. */
  readonly kind: 'file' | 'folder' | 'link';
}

/** What a walk needs of a file system. */
export interface FolderReader<Place> {
  /** The entries of a folder; rejects where it cannot be read. */
  list(folder: Place): Promise<readonly FolderEntry[]>;
  join(folder: Place, name: string): Place;
}

export interface WalkLimits {
  readonly files: number;
  readonly folders: number;
  /** Folders inside each other. */
  readonly depth: number;
}

/**
 * A folder that mirrors the REST paths of a job has a file for every vertex of every checkpoint: 200 checkpoints of 40 vertices
 * stay below. Flink's own layouts are 9 folders deep at most.
 */
export const walkLimits: WalkLimits = { files: 10_000, folders: 5000, depth: 16 };

/** Never of Flink, and often of many thousand files. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.svn', '.hg']);

export interface WalkedFile<Place> {
  readonly place: Place;
  /** The path below the folder that was walked, with `/` between folders. */
  readonly name: string;
}

export interface Walk<Place> {
  /** In the order of their names, folder by folder, those higher up first. */
  readonly files: readonly WalkedFile<Place>[];
  /** What was left out, one sentence each. */
  readonly omissions: readonly string[];
}

/** At most this many folders are listed at once. */
const atOnce = 16;

/** Finds all files below a folder, within the limits. Links to folders are not followed, since they may lead in a circle. */
export async function walkFolder<Place>(
  root: Place,
  reader: FolderReader<Place>,
  signal: AbortSignal,
  limits: WalkLimits = walkLimits,
): Promise<Walk<Place>> {
  const files: WalkedFile<Place>[] = [];
  const omissions = new Omissions(limits);
  let level: readonly WalkedFile<Place>[] = [{ place: root, name: '' }];
  let folders = 1;
  for (let depth = 0; level.length > 0; depth++) {
    const below: WalkedFile<Place>[] = [];
    for (const { folder, entries } of await listAll(level, reader, omissions, signal)) {
      for (const { name, kind } of entries) {
        const entry = {
          place: reader.join(folder.place, name),
          name: folder.name === '' ? name : `${folder.name}/${name}`,
        };
        if (kind === 'link') omissions.links++;
        else if (kind === 'file') {
          if (files.length < limits.files) files.push(entry);
          else omissions.files++;
        } else if (skippedFolders.has(name)) continue;
        else if (folders === limits.folders || depth === limits.depth) omissions.folders++;
        else {
          folders++;
          below.push(entry);
        }
      }
    }
    level = below;
  }
  return { files, omissions: omissions.sentences() };
}

interface Listed<Place> {
  readonly folder: WalkedFile<Place>;
  readonly entries: readonly FolderEntry[];
}

async function listAll<Place>(
  folders: readonly WalkedFile<Place>[],
  reader: FolderReader<Place>,
  omissions: Omissions,
  signal: AbortSignal,
): Promise<readonly Listed<Place>[]> {
  const listed: Listed<Place>[] = [];
  for (let first = 0; first < folders.length; first += atOnce) {
    signal.throwIfAborted();
    const batch = folders.slice(first, first + atOnce).map(async (folder) => {
      try {
        const entries = await reader.list(folder.place);
        return { folder, entries: entries.toSorted(byName) };
      } catch (error) {
        // Of what was asked for itself the caller has to know; below it the rest is still worth reading.
        if (folder.name === '') throw error;
        omissions.unreadable++;
        return { folder, entries: [] };
      }
    });
    listed.push(...(await Promise.all(batch)));
  }
  return listed;
}

function byName({ name: a }: FolderEntry, { name: b }: FolderEntry): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

class Omissions {
  files = 0;
  folders = 0;
  links = 0;
  unreadable = 0;

  constructor(private readonly limits: WalkLimits) {}

  sentences(): readonly string[] {
    const { files, folders, links, unreadable, limits } = this;
    return [
      ...sentence(files, filesLeftOut(files, limits.files)),
      ...sentence(folders, foldersLeftOut(folders)),
      ...sentence(links, linksNotFollowed(links)),
      ...sentence(unreadable, foldersNotListed(unreadable)),
    ];
  }
}

function sentence(count: number, words: string): readonly string[] {
  return count === 0 ? [] : [words];
}

function filesLeftOut(count: number, limit: number): string {
  return count === 1
    ? l10n.t('Left out: 1 file beyond the first {0}.', limit)
    : l10n.t('Left out: {count} files beyond the first {limit}.', { count, limit });
}

function foldersLeftOut(count: number): string {
  return count === 1
    ? l10n.t('Left out: 1 folder, too many or too deep.')
    : l10n.t('Left out: {0} folders, too many or too deep.', count);
}

function linksNotFollowed(count: number): string {
  return count === 1
    ? l10n.t('Not followed: 1 link to a folder.')
    : l10n.t('Not followed: {0} links to folders.', count);
}

function foldersNotListed(count: number): string {
  return count === 1
    ? l10n.t('Could not be listed: 1 folder.')
    : l10n.t('Could not be listed: {0} folders.', count);
}
