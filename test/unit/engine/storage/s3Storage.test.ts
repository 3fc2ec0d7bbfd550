import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openStorage } from '../../../../src/engine/storage/openStorage.js';
import type { CheckpointStorage } from '../../../../src/engine/storage/storage.js';
import { parseStorageUri } from '../../../../src/engine/storage/storageUri.js';
import { fakeServer, type Asked, type FakeServer } from './fakeServer.js';

const quick = {
  retries: { policy: { tries: 3, firstMs: 1, longestMs: 2 } },
  limits: { silence: 2000, noticedSilence: 1000, smallRequest: 2000 },
};

function storageAt({ origin }: FakeServer): CheckpointStorage {
  const environment = {
    AWS_ACCESS_KEY_ID: 'the-key',
    AWS_SECRET_ACCESS_KEY: 'the-secret',
    AWS_SESSION_TOKEN: 'the-token',
    AWS_ENDPOINT_URL: origin,
  };
  return openStorage(parseStorageUri('s3://bucket/base'), environment, quick);
}

const error = (code: string): string => `<Error><Code>${code}</Code><Message>the-secret</Message></Error>`;
const isPut = ({ method }: Asked): boolean => method === 'PUT';

describe('publishing in S3', () => {
  it('asks that nothing be there, and signs without showing the secret', async () => {
    const server = await fakeServer(({ method, body }, response) =>
      method === 'HEAD' ? response.writeHead(200, { 'content-length': 2 }).end() : response.end(body),
    );
    await storageAt(server).publish('run/_run.json', '{}');
    const put = server.asked.find(isPut)!;
    expect(put.url).toBe('/bucket/base/run/_run.json');
    expect(put.headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-security-token': 'the-token',
      'content-length': '2',
      'x-amz-content-sha256': '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    });
    expect(put.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=the-key\/\d{8}\/us-east-1\/s3\/aws4_request, /,
    );
    expect(JSON.stringify(server.asked)).not.toContain('the-secret');
  });

  it('has succeeded when its answer was lost and the same is there', async () => {
    let isThere = false;
    const server = await fakeServer(({ method }, response) => {
      if (method === 'GET') response.end('{}');
      else if (method === 'HEAD') response.writeHead(200, { 'content-length': 2 }).end();
      else if (isThere) response.writeHead(412).end(error('PreconditionFailed'));
      else {
        isThere = true;
        response.destroy();
      }
    });
    await storageAt(server).publish('run/_run.json', '{}');
    await expect(storageAt(server).publish('run/_run.json', '[]')).rejects.toThrow('says something else');
  });

  it('does without the condition where the server cannot', async () => {
    const server = await fakeServer(({ method, headers }, response) => {
      if (method === 'HEAD') response.writeHead(200, { 'content-length': 2 }).end();
      else if (headers['if-none-match'] === undefined) response.end();
      else response.writeHead(501).end(error('NotImplemented'));
    });
    await storageAt(server).publish('run/_run.json', '{}');
    expect(server.asked.filter(isPut)).toHaveLength(2);
  });

  it('fails when less is there than was sent', async () => {
    const server = await fakeServer(({ method }, response) =>
      method === 'HEAD' ? response.writeHead(200, { 'content-length': 1 }).end() : response.end(),
    );
    await expect(storageAt(server).publish('run/_run.json', '{}')).rejects.toThrow('1 of 2 bytes arrived');
  });

  it.each([
    ['ExpiredToken', 400, 1, /the credentials have expired\. Get new ones/],
    ['SlowDown', 503, 3, /tried 3 times/],
    ['ConditionalRequestConflict', 409, 3, /tried 3 times/],
  ])('is told why it failed: %s', async (code, status, tries, message) => {
    const server = await fakeServer((_, response) => response.writeHead(status).end(error(code)));
    const result = storageAt(server).publish('run/_run.json', '{}');
    await expect(result).rejects.toThrow(message);
    await expect(result).rejects.not.toThrow(/the-secret|the-token/);
    expect(server.asked).toHaveLength(tries);
  });
});

describe('an upload to S3 in parts', () => {
  const pieces = Array.from({ length: 20 }, (_, index) => new Uint8Array(1 << 20).fill(index));
  const write = (storage: CheckpointStorage): Promise<unknown> =>
    storage.write('run/chk-1/file', pieces, { signal: new AbortController().signal });

  function inParts(complete: (response: ServerResponse) => void): Promise<FakeServer> {
    return fakeServer(({ method, url }, response) => {
      if (method === 'POST' && url.includes('uploads=')) {
        response.end('<R><UploadId>an id&amp;</UploadId></R>');
      } else if (method === 'POST') complete(response);
      else if (method === 'PUT') {
        response
          .writeHead(200, { etag: `"${new URL(url, 'http://x').searchParams.get('partNumber')}"` })
          .end();
      } else if (method === 'HEAD') {
        response.writeHead(200, { 'content-length': 20 << 20, etag: '"whole"' }).end();
      } else response.writeHead(204).end();
    });
  }

  it('completes with all of them in order', async () => {
    const server = await inParts((response) => response.end('<R><ETag>"whole"</ETag></R>'));
    expect(await write(storageAt(server))).toMatchObject({ bytes: 20 << 20 });
    const sizes = server.asked.filter(isPut).map(({ body }) => body.length);
    expect(sizes.sort((a, b) => a - b)).toEqual([4 << 20, 8 << 20, 8 << 20]);
    const [complete] = server.asked.filter(
      ({ url }) => url.endsWith('uploadId=an%20id%26') && !url.includes('part'),
    );
    expect(complete!.body.toString().match(/<PartNumber>\d<\/PartNumber><ETag>.*?<\/ETag>/g)).toEqual(
      [1, 2, 3].map((n) => `<PartNumber>${n}</PartNumber><ETag>&#34;${n}&#34;</ETag>`),
    );
  });

  it('that fails after a first 200 is tried again, then aborted', async () => {
    const server = await inParts((response) => response.end(error('InternalError')));
    await expect(write(storageAt(server))).rejects.toThrow(/InternalError.*tried 3 times/);
    expect(server.asked.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it('is refused when something else is there afterwards', async () => {
    const server = await inParts((response) => response.end('<R><ETag>"other"</ETag></R>'));
    await expect(write(storageAt(server))).rejects.toThrow('another object is there than was written');
  });
});

describe('a listing of S3', () => {
  it('goes through all pages', async () => {
    const server = await fakeServer(({ url }, response) => {
      const token = new URL(url, 'http://x').searchParams.get('continuation-token');
      response.end(
        token === null
          ? '<R><IsTruncated>true</IsTruncated><Contents><Key>base/run/a&amp;b</Key></Contents><NextContinuationToken>a+/=</NextContinuationToken></R>'
          : `<R><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>base/run/${token === 'a+/=' ? 'chk-1' : 'wrong'}/</Prefix></CommonPrefixes></R>`,
      );
    });
    expect(await storageAt(server).list('run')).toEqual(['a&b', 'chk-1']);
  });

  it('that never ends is given up', async () => {
    const server = await fakeServer((_, response) =>
      response.end('<R><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></R>'),
    );
    await expect(storageAt(server).list('run')).rejects.toThrow('does not end');
  });

  it('is not led out of its folder', async () => {
    const server = await fakeServer((_, response) =>
      response.end(
        '<R><Contents><Key>elsewhere/secret</Key></Contents><Contents><Key>base/run/a</Key></Contents></R>',
      ),
    );
    expect(await storageAt(server).list('run')).toEqual(['a']);
  });
});
