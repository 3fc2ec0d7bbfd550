import { expect, it } from 'vitest';
import { openStorage } from '../../../../src/engine/storage/openStorage.js';
import { parseStorageUri } from '../../../../src/engine/storage/storageUri.js';
import { fakeServer } from './fakeServer.js';

const quick = {
  retries: { policy: { tries: 3, firstMs: 1, longestMs: 2 } },
  limits: { silence: 2000, noticedSilence: 1000, smallRequest: 2000 },
};

it('a file whose answer is cut is read again from its beginning, by a taker that has seen nothing of it', async () => {
  let tries = 0;
  const server = await fakeServer((_, response) => {
    tries++;
    response.writeHead(200, { 'content-length': '8' });
    if (tries > 1) response.end('all of i');
    else response.write('all ', () => response.destroy());
  });
  const environment = {
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: server.origin,
  };
  const storage = openStorage(parseStorageUri('s3://bucket/base'), environment, quick);
  const takers: string[][] = [];
  await storage.readPieces('file', 8, () => {
    const pieces: string[] = [];
    takers.push(pieces);
    return { take: (piece) => void pieces.push(new TextDecoder().decode(piece)) };
  });
  expect(takers.map((pieces) => pieces.join(''))).toEqual(['all ', 'all of i']);
});
