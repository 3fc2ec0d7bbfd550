import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSinkFolder } from '../../../../src/engine/runtime/partFiles.js';
import { whyNotRead, whyNotWritten } from '../../../../src/engine/storage/fileProblem.js';
import { LocalDirectory } from '../../../../src/engine/storage/localDirectory.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
  await writeFile(join(folder, 'file'), 'text');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what the file system refuses', () => {
  it('to a sink is said with the place in the definition, since no option of the command line names it', () => {
    expect(() => prepareSinkFolder(join(folder, 'file/below'), false)).toThrow(
      /file\/below cannot be used: part of the path is a file, not a folder\. Name another folder with fileSink\(…\)\.$/,
    );
  });

  it('is said of the folder that cannot be made, however many are to be made below it', async () => {
    const storage = new LocalDirectory(join(folder, 'a/b/c'));
    await storage.publish('run/_run.json', 'text');
    expect(await storage.list('run')).toEqual(['_run.json']);
    await expect(new LocalDirectory(join(folder, 'file/b')).publish('run/_run.json', '')).rejects.toThrow(
      /cannot write .*: part of the path is a file, not a folder/,
    );
  });

  it.runIf(process.platform === 'linux')('is said where no folder can be made, as in /proc', async () => {
    await expect(new LocalDirectory('/proc/none/b').publish('run/_run.json', '')).rejects.toThrow(
      /cannot write \/proc\/none\/b\/run\/_run\.json: /,
    );
  });

  it('a read-only file system is not taken for a lack of permission', () => {
    const error = Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
    expect(whyNotWritten(error)).toBe('it is on a read-only file system. Name another folder with --storage');
  });

  it('to who reads is not said of writing', async () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(whyNotRead(denied)).toBe('no permission to read it. Change the permissions');
    expect(whyNotWritten(denied)).toBe(
      'no permission to write there. Change the permissions, or name another folder with --storage',
    );
    await expect(new LocalDirectory(folder).read('.', 10_000)).rejects.toThrow(
      /cannot read .*: it is a folder, not a file$/,
    );
  });
});
