import { describe, expect, it } from 'vitest';
import { openStorage } from '../../../../src/engine/storage/openStorage.js';
import type { CheckpointStorage } from '../../../../src/engine/storage/storage.js';
import { parseStorageUri } from '../../../../src/engine/storage/storageUri.js';
import { fakeServer, type Asked, type FakeServer, type Reply } from './fakeServer.js';

const quick = {
  retries: { policy: { tries: 3, firstMs: 1, longestMs: 2 } },
  limits: { silence: 2000, noticedSilence: 1000, smallRequest: 2000 },
};

function storageAt({ host }: FakeServer, environment = { HADOOP_TOKEN: 'a-token' }): CheckpointStorage {
  return openStorage(parseStorageUri(`hdfs://${host}/base`), environment, quick);
}

function opOf({ url }: Asked): string | null {
  return new URL(url, 'http://x').searchParams.get('op');
}

const missing = JSON.stringify({ RemoteException: { exception: 'FileNotFoundException', message: 'x' } });

/** A NameNode of few words that sends every writer to `dataNode`. */
function nameNode(dataNode: () => string, before: Reply = () => undefined): Reply {
  return (asked, response, request) => {
    before(asked, response, request);
    if (response.writableEnded) return;
    if (opOf(asked) === 'CREATE') response.end(JSON.stringify({ Location: dataNode() }));
    else if (opOf(asked) === 'GETFILESTATUS') response.writeHead(404).end(missing);
    else response.end('{}');
  };
}

function write(storage: CheckpointStorage): Promise<unknown> {
  return storage.write('run/chk-1/file', [new Uint8Array(10)], { signal: new AbortController().signal });
}

describe('a NameNode that sends on', () => {
  it('to another host has the data sent there, with nothing of ours that it did not give', async () => {
    const other = await fakeServer((_, response) => response.writeHead(201).end());
    const server = await fakeServer(
      nameNode(() => `${other.origin}/webhdfs/v1/base/x?op=CREATE&delegation=given`),
    );
    await expect(write(storageAt(server))).rejects.toThrow('0 of 10 bytes arrived');
    expect(server.asked[0]!.url).toContain('delegation=a-token');
    expect(server.asked[0]!.body).toHaveLength(0);
    expect(other.asked[0]!.url).toBe('/webhdfs/v1/base/x?op=CREATE&delegation=given');
    expect(other.asked[0]!.headers['content-type']).toBe('application/octet-stream');
    expect(JSON.stringify(other.asked)).not.toContain('a-token');
  });

  it.each([
    ['file:///etc/passwd', /sends on to file:\/\/, which is no DataNode/],
    [
      'http://me:secret@127.0.0.1:1/webhdfs/v1/x',
      /sends on to http:\/\/127\.0\.0\.1:1, which is no DataNode/,
    ],
    ['http://127.0.0.1:1/latest/meta-data/', /which is no DataNode/],
    ['http://[broken', /by an address that is none/],
  ])('to %s is not obeyed', async (location, message) => {
    const server = await fakeServer(nameNode(() => location));
    const result = write(storageAt(server));
    await expect(result).rejects.toThrow(message);
    await expect(result).rejects.not.toThrow(/secret|a-token/);
  });

  it('to a DataNode that sends on again is not followed further', async () => {
    const third = await fakeServer((_, response) => response.writeHead(201).end());
    const second = await fakeServer((_, response) =>
      response.writeHead(307, { location: `${third.origin}/webhdfs/v1/x` }).end(),
    );
    const server = await fakeServer(nameNode(() => `${second.origin}/webhdfs/v1/x`));
    await expect(write(storageAt(server))).rejects.toThrow(/answered with HTTP status 307/);
    expect(third.asked).toEqual([]);
  });

  it('by a header, as before noredirect, is understood', async () => {
    const other = await fakeServer((_, response) => response.writeHead(201).end());
    const server = await fakeServer((asked, response) => {
      if (opOf(asked) === 'CREATE') {
        response.writeHead(307, { location: `${other.origin}/webhdfs/v1/x` }).end();
      } else response.end('{"FileStatus":{"length":10}}');
    });
    expect(await write(storageAt(server))).toMatchObject({ bytes: 10 });
    expect(other.asked).toHaveLength(1);
  });
});

describe('an upload to HDFS', () => {
  it('that arrives shorter than it was is sent again under another name, and the first is removed', async () => {
    const server: FakeServer = await fakeServer((asked, response) => {
      const path = new URL(asked.url, 'http://x').pathname;
      if (path.startsWith('/data/')) response.writeHead(201).end();
      else if (opOf(asked) === 'CREATE') {
        response.end(JSON.stringify({ Location: `${server.origin}/data/webhdfs/v1/x` }));
      } else if (opOf(asked) === 'GETFILESTATUS') {
        response.end(
          JSON.stringify({
            FileStatus: {
              length: server.asked.filter((each) => opOf(each) === 'CREATE').length === 1 ? 4 : 10,
            },
          }),
        );
      } else response.end('{"boolean":true}');
    });
    await write(storageAt(server, { HADOOP_TOKEN: '' }));
    const names = (op: string): string[] =>
      server.asked.filter((each) => opOf(each) === op).map(({ url }) => new URL(url, 'http://x').pathname);
    const [first, second] = names('CREATE');
    expect(first).toMatch(/^\/webhdfs\/v1\/base\/run\/chk-1\/\.part-\w+-file$/);
    expect(second).not.toBe(first);
    expect(names('RENAME')).toEqual([second]);
    expect(names('DELETE')).toEqual([first]);
  });

  it('is tried again with an answer that a moment may cure, and not with others', async () => {
    const answers = [
      [403, 'StandbyException', 3],
      [403, 'AccessControlException', 1],
    ] as const;
    for (const [status, exception, tries] of answers) {
      const server = await fakeServer((asked, response) => {
        if (opOf(asked) === 'CREATE') {
          response.writeHead(status).end(JSON.stringify({ RemoteException: { exception, message: 'x' } }));
        } else response.end('{}');
      });
      await expect(write(storageAt(server))).rejects.toThrow(/cannot write hdfs:.*run\/chk-1\/file:/);
      expect(server.asked.filter((each) => opOf(each) === 'CREATE')).toHaveLength(tries);
    }
  });

  it.each([
    'null',
    '[]',
    '{"FileStatuses":3}',
    'not JSON',
    '{"FileStatuses":{"FileStatus":[{"pathSuffix":""}]}}',
  ])('survives a listing that is none: %s', async (body) => {
    const server = await fakeServer((_, response) => response.end(body));
    const names = await storageAt(server)
      .list('.')
      .catch((error: unknown) => (error as Error).message);
    expect(typeof names === 'string' ? /does not answer as WebHDFS/.test(names) : names.length === 0).toBe(
      true,
    );
  });
});
