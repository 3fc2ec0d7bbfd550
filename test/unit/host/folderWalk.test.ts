import { describe, expect, it } from 'vitest';
import { walkFolder, walkLimits, type FolderEntry } from '../../../src/host/inputs/folderWalk.js';

interface Folder {
  readonly [name: string]: Folder | 'file' | 'link' | 'closed';
}

/** A file system that is a tree of objects; a place is the list of names that leads to it. */
function reader(root: Folder): {
  list: (place: readonly string[]) => Promise<FolderEntry[]>;
  join: (place: readonly string[], name: string) => readonly string[];
} {
  return {
    list: (place) => {
      let folder: Folder[string] | undefined = root;
      for (const name of place) folder = typeof folder === 'object' ? folder[name] : undefined;
      if (typeof folder !== 'object') return Promise.reject(new Error(`cannot read ${place.join('/')}`));
      return Promise.resolve(
        Object.entries(folder).map(([name, entry]) => ({
          name,
          kind: entry === 'file' || entry === 'link' ? entry : 'folder',
        })),
      );
    },
    join: (place, name) => [...place, name],
  };
}

const walk = (
  root: Folder,
  limits = walkLimits,
  signal = new AbortController().signal,
): ReturnType<typeof walkFolder<readonly string[]>> => walkFolder([], reader(root), signal, limits);
const files = (count: number): Folder =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.json`, 'file'] as const));

describe('a folder that is opened', () => {
  it('gives every file in it, by its path below the folder', async () => {
    const { files: found, omissions } = await walk({
      'overview.json': 'file',
      jobs: { a: { checkpoints: { '1.json': 'file' } }, 'a.json': 'file' },
    });
    expect(found.map(({ name }) => name)).toEqual([
      'overview.json',
      'jobs/a.json',
      'jobs/a/checkpoints/1.json',
    ]);
    expect(found[2]?.place).toEqual(['jobs', 'a', 'checkpoints', '1.json']);
    expect(omissions).toEqual([]);
  });

  it('is not searched where no file of Flink is: version control and installed packages', async () => {
    const root = { '.git': files(3), node_modules: files(3), 'a.json': 'file' } as const;
    expect((await walk(root)).files.map(({ name }) => name)).toEqual(['a.json']);
  });

  it('says how many files are left out when it has too many', async () => {
    const { files: found, omissions } = await walk({ a: files(5), b: files(5) }, { ...walkLimits, files: 6 });
    expect(found).toHaveLength(6);
    expect(omissions).toEqual(['Left out: 4 files beyond the first 6.']);
  });

  it('says when folders are left out: too many of them, or too deep', async () => {
    const deep = { a: { b: { c: { '1.json': 'file' } } } } as const;
    expect((await walk(deep, { ...walkLimits, depth: 2 })).omissions).toEqual([
      'Left out: 1 folder, too many or too deep.',
    ]);
    const wide = { a: {}, b: {}, c: { '1.json': 'file' } } as const;
    expect((await walk(wide, { ...walkLimits, folders: 2 })).omissions).toEqual([
      'Left out: 2 folders, too many or too deep.',
    ]);
  });

  it('is left by no link, since links may lead in a circle', async () => {
    expect(await walk({ again: 'link' })).toEqual({
      files: [],
      omissions: ['Not followed: 1 link to a folder.'],
    });
  });

  it('gives the rest where a folder inside cannot be read, and says so', async () => {
    const { files: found, omissions } = await walk({ secret: 'closed', 'a.json': 'file' });
    expect(found).toHaveLength(1);
    expect(omissions).toEqual(['Could not be listed: 1 folder.']);
  });

  it('is an error where it cannot be read itself', async () => {
    const root = { list: () => Promise.reject(new Error('no permission')), join: () => '' };
    await expect(walkFolder('', root, new AbortController().signal)).rejects.toThrow('no permission');
  });

  it('is given up when that is asked', async () => {
    await expect(walk(files(1), walkLimits, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });
});
