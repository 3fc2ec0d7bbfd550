import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import { mebibyte, megabytes, notAborted, xxh64Of, PieceSum } from './content.js';
import type { Place } from './ownServers.js';
import { open, places } from './places.js';

/** More than fits into the parts that are on their way at once. */
const large = 110;

describe.each(Object.entries(places))('%s', (_, startPlace) => {
  let place: Place;
  let storage: CheckpointStorage;

  beforeAll(async () => {
    place = await startPlace();
    // A name that needs care in an address.
    storage = open(place, "user/me/check points & 100%+'é");
    return () => place.stop();
  });

  it.each([1, large])('gives back a file of %i MiB as it was written', async (count) => {
    const path = `run-1/chk-${count}/operator-0-subtask-0.state`;
    const written = await storage.write(path, megabytes(count), notAborted());
    const xxh64 = xxh64Of(megabytes(count));
    expect(written).toEqual({ bytes: count * mebibyte, xxh64 });
    const bytes = await storage.read(path, count * mebibyte);
    expect(xxh64Of([bytes])).toBe(xxh64);
    expect(bytes.byteOffset).toBe(0);
    expect((await storage.readPieces(path, count * mebibyte, () => new PieceSum())).sums()).toEqual(written);
    expect(await storage.list(`run-1/chk-${count}`)).toEqual(['operator-0-subtask-0.state']);
  });

  it('writes an empty file, and one of pieces that fit no part', async () => {
    await storage.write('run-2/empty', [], notAborted());
    expect(await storage.read('run-2/empty', 10)).toEqual(new Uint8Array());
    const taken = await storage.readPieces('run-2/empty', 10, () => new PieceSum());
    expect(taken.sums().bytes).toBe(0);
    const odd = [...megabytes(34)].map((piece, index) => piece.slice(0, mebibyte - index * 1001));
    const { bytes, xxh64 } = await storage.write('run-2/odd', odd, notAborted());
    expect(xxh64Of([await storage.read('run-2/odd', bytes)])).toBe(xxh64);
  });

  it('lists the names of a folder, and none where there is no folder', async () => {
    await storage.publish('run-3/_run.json', '{}');
    await storage.publish('run-3/chk-1/_metadata', '{}');
    expect((await storage.list('run-3')).sort()).toEqual(['_run.json', 'chk-1']);
    expect(await storage.list('.')).toContain('run-3');
    expect(await storage.list('run-3/_run.json')).toEqual([]);
    expect(await storage.list('run-nowhere')).toEqual([]);
  });

  it('removes a file, a folder with all in it, and what is not there', async () => {
    for (const name of ['a', 'b']) await storage.publish(`run-4/chk-1/${name}`, name);
    await storage.publish('run-40/kept', 'another run whose name begins the same');
    await storage.remove('run-4/chk-1/a');
    expect(await storage.list('run-4/chk-1')).toEqual(['b']);
    await storage.remove('run-4');
    expect(await storage.list('run-4')).toEqual([]);
    await storage.remove('run-4');
    expect(await storage.list('run-40')).toEqual(['kept']);
  });

  it('refuses to read what is not there, or is longer than expected', async () => {
    await expect(storage.read('run-5/nothing', 10)).rejects.toThrow(
      /cannot read .*run-5\/nothing.*there is no such/,
    );
    await storage.publish('run-5/text', 'eleven char');
    await expect(storage.readPieces('run-5/text', 10, () => new PieceSum())).rejects.toThrow(
      /cannot read .*the 10( bytes)? expected/,
    );
    await expect(storage.read('run-5/text', 10)).rejects.toThrow(/cannot read .*the 10( bytes)? expected/);
    expect(new TextDecoder().decode(await storage.read('run-5/text', 11))).toBe('eleven char');
  });

  it('shows a published file whole or not at all', async () => {
    const text = JSON.stringify({ metadata: 'x'.repeat(3 * mebibyte) });
    const publication = storage.publish('run-6/chk-1/_metadata', text).then(() => 'over');
    const seen = new Set<number | string>();
    const look = async (): Promise<string> => {
      const bytes = await storage.read('run-6/chk-1/_metadata', text.length).catch(() => undefined);
      seen.add(bytes?.length ?? 'none');
      return 'looked';
    };
    while ((await Promise.race([publication, look()])) !== 'over');
    expect([...seen].filter((length) => length !== 'none' && length !== text.length)).toEqual([]);
    expect(await storage.list('run-6/chk-1')).toEqual(['_metadata']);
  });

  it('leaves nothing behind of an upload that is given up', async () => {
    const controller = new AbortController();
    let sent = 0;
    const upload = storage.write('run-7/chk-1/given-up', megabytes(large), {
      signal: controller.signal,
      beforeBytes: (bytes) => {
        sent += bytes;
        if (sent > 40 * mebibyte) controller.abort();
        return Promise.resolve();
      },
    });
    await expect(upload).rejects.toThrow('the upload was given up');
    expect(await storage.list('run-7/chk-1')).toEqual([]);
  });

  it('leaves nothing behind of an upload whose source fails', async () => {
    function* broken(): Generator<Uint8Array, void, undefined> {
      yield* megabytes(40);
      throw new Error('the snapshot cannot be read');
    }
    await expect(storage.write('run-8/chk-1/broken', broken(), notAborted())).rejects.toThrow(
      'the snapshot cannot be read',
    );
    expect(await storage.list('run-8/chk-1')).toEqual([]);
  });
});

describe.each(Object.entries(places).filter(([name]) => name !== 'a folder'))('%s', (_, startPlace) => {
  let place: Place;
  beforeAll(async () => {
    place = await startPlace();
    return () => place.stop();
  });

  it('lets one of many publish a name, and takes the same text again as published', async () => {
    const storages = Array.from({ length: 8 }, () => open(place, 'race'));
    const ends = await Promise.allSettled(
      storages.map((storage, index) => storage.publish('run/chk-1/_metadata', `writer ${index}`)),
    );
    const winners = ends.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(winners).toHaveLength(1);
    const text = `writer ${winners[0]!}`;
    expect(new TextDecoder().decode(await storages[0]!.read('run/chk-1/_metadata', 100))).toBe(text);
    await storages[0]!.publish('run/chk-1/_metadata', text);
    expect(await storages[0]!.list('run/chk-1')).toEqual(['_metadata']);
  });
});
