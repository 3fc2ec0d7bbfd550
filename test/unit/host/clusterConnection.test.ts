import { describe, expect, it } from 'vitest';
import { clusterConnection, type ProxySettings } from '../../../src/host/clusters/clusterConnection.js';

const settings: ProxySettings = { proxy: '', proxySupport: 'override', proxyStrictSSL: true, noProxy: [] };
const cluster = { url: 'https://flink.example.com/base', insecure: false };
const proxy = 'http://proxy:3128';

describe('the way to a cluster', () => {
  it.each([
    ['is that of the environment where VS Code has no proxy', {}, cluster.url, 'environment'],
    ['goes through the proxy of VS Code', { proxy }, cluster.url, proxy],
    ['goes through none where VS Code uses none', { proxy, proxySupport: 'off' }, cluster.url, undefined],
    ['goes through none to this machine', { proxy }, 'http://127.0.0.1:8081', undefined],
    ['goes through none to this machine by name', { proxy }, 'http://localhost:8081', undefined],
    [
      'goes through none to a host that is left out',
      { proxy, noProxy: ['.example.com'] },
      cluster.url,
      undefined,
    ],
    ['goes through it to any other host', { proxy, noProxy: ['ample.com'] }, cluster.url, proxy],
  ])('%s', (_, changed, url, expected) => {
    expect(clusterConnection({ ...cluster, url }, undefined, { ...settings, ...changed }).proxy).toBe(
      expected,
    );
  });

  it('checks the certificate unless a person said not to, for this cluster or for all', () => {
    const insecure = (of: boolean, proxyStrictSSL: boolean): boolean | undefined =>
      clusterConnection({ ...cluster, insecure: of }, undefined, { ...settings, proxyStrictSSL }).insecure;
    expect([insecure(false, true), insecure(true, true), insecure(false, false)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
