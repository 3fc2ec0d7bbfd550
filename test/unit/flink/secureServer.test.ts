import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FlinkClient } from '../../../src/flink/client.js';
import type { FlinkConnection } from '../../../src/flink/connection.js';
import { certificateFor } from '../../fixtures/certificate.js';
import { ProxyServer } from './proxyServer.js';

const overview = { 'flink-version': '2.3.0', taskmanagers: 1, 'slots-total': 4, 'slots-available': 4 };
const closing: (() => Promise<void>)[] = [];

/** What names the authority that signed the server's certificate. */
let ca: string;
let server: Server;
let url: string;

beforeAll(async () => {
  const { key, cert } = await certificateFor('127.0.0.1');
  ca = cert;
  server = createServer({ key, cert }, (_, response) => response.end(JSON.stringify(overview)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function asked(connection: Partial<FlinkConnection>): Promise<unknown> {
  const client = new FlinkClient({ url, ...connection });
  closing.push(() => client.close());
  return client.overview();
}

describe('a cluster with a certificate that a private authority has signed', () => {
  it('is refused, with what to do', async () => {
    await expect(asked({})).rejects.toMatchObject({ kind: 'certificate' });
    await expect(asked({})).rejects.toThrow(/has a certificate that is not trusted .*PEM file/);
  });

  it('answers whoever names that authority', async () => {
    expect(await asked({ ca })).toMatchObject({ version: '2.3.0', slots: 4 });
  });

  it('answers whoever asks for no check', async () => {
    expect(await asked({ insecure: true })).toMatchObject({ version: '2.3.0' });
  });

  it('is refused where another authority is named', async () => {
    const { cert } = await certificateFor('127.0.0.1');
    await expect(asked({ ca: cert })).rejects.toMatchObject({ kind: 'certificate' });
  });

  it('is refused under a name that the certificate is not for', async () => {
    const elsewhere = asked({ url: url.replace('127.0.0.1', 'localhost'), ca });
    await expect(elsewhere).rejects.toThrow('has a certificate for another host name');
  });
});

describe('a proxy that wants a user and a password', () => {
  let proxy: ProxyServer;

  beforeAll(async () => {
    proxy = await ProxyServer.start('me', 'p@ss word');
  });

  afterAll(() => proxy.stop());

  const through = (credentials: string): string => `http://${credentials}127.0.0.1:${proxy.port}`;

  it('lets through to a cluster with a private authority', async () => {
    expect(await asked({ ca, proxy: through('me:p%40ss%20word@') })).toMatchObject({ version: '2.3.0' });
    expect([...new Set(proxy.tunnels)]).toEqual([new URL(url).host]);
  });

  it.each([
    ['none', ''],
    ['a wrong one', 'me:WRONG@'],
  ])('says so to who gives %s, without repeating it', async (_, credentials) => {
    const failure: unknown = await asked({ ca, proxy: through(credentials) }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ kind: 'unauthorized' });
    expect(String(failure)).toContain('is behind a proxy that wants a user and password');
    expect(inspect(failure, { depth: 9 })).not.toMatch(/WRONG/);
  });
});
