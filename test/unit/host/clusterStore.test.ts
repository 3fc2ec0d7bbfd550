import { beforeEach, describe, expect, it } from 'vitest';
import { ClusterStore } from '../../../src/host/clusters/clusterStore.js';

const open = new Map<string, unknown>();
const secrets = new Map<string, string>();
const store = new ClusterStore(
  { get: (key) => open.get(key), update: (key, value) => Promise.resolve(void open.set(key, value)) },
  {
    get: (key) => Promise.resolve(secrets.get(key)),
    store: (key, value) => Promise.resolve(void secrets.set(key, value)),
    delete: (key) => Promise.resolve(void secrets.delete(key)),
  },
);
const url = 'https://flink.example.com';
const basic = { kind: 'basic', user: 'ann', password: 'pa55word' } as const;
const bearer = { kind: 'bearer', token: 't0ken' } as const;

beforeEach(() => {
  open.clear();
  secrets.clear();
});

describe('a cluster that is kept', () => {
  it.each([basic, bearer])('has its credentials in the secret storage and nowhere else: %j', async (auth) => {
    const cluster = await store.keep({ url, insecure: false }, auth);
    expect(await store.credentials(cluster)).toEqual(auth);
    expect(JSON.stringify([...open])).not.toMatch(/ann|pa55word|t0ken/);
  });

  it('keeps nothing of an object beside what a cluster is', async () => {
    await store.keep({ url, insecure: false, ...{ password: 'pa55word' } }, undefined);
    expect(store.all).toEqual([{ url, auth: 'none', insecure: false }]);
  });

  it('keeps where the authority of its certificate is named', async () => {
    const cluster = { url, insecure: false, ca: '/etc/ssl/company.pem' };
    expect(await store.keep(cluster, undefined)).toEqual({ ...cluster, auth: 'none' });
    expect(store.all).toEqual([{ ...cluster, auth: 'none' }]);
  });

  it('is there once, however often it is connected to', async () => {
    await store.keep({ url: 'http://other', insecure: false }, undefined);
    await store.keep({ url, insecure: false }, basic);
    await store.keep({ url: 'http://other', insecure: true }, undefined);
    expect(store.all.map((cluster) => cluster.url)).toEqual(['http://other', url]);
    expect(store.all[0]?.insecure).toBe(true);
  });

  it('loses its secret when it needs none any more', async () => {
    await store.keep({ url, insecure: false }, basic);
    await store.keep({ url, insecure: false }, undefined);
    expect(secrets.size).toBe(0);
  });

  it('leaves nothing behind when it is removed', async () => {
    await store.keep({ url, insecure: false }, bearer);
    await store.remove(url);
    expect(store.all).toEqual([]);
    expect(secrets.size).toBe(0);
  });

  it('says what to do where its secret is not on this machine', async () => {
    const cluster = await store.keep({ url, insecure: false }, bearer);
    secrets.clear();
    await expect(store.credentials(cluster)).rejects.toThrow(/Edit Credentials/);
  });

  it('costs nobody the others when what is stored is damaged', () => {
    open.set('checkpointLens.clusters', [null, 7, { url }, 'x']);
    expect(store.all).toEqual([{ url }]);
    open.set('checkpointLens.clusters', 'nonsense');
    expect(store.all).toEqual([]);
  });
});
