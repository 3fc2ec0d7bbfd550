import { describe, expect, it } from 'vitest';
import { clusterAddress } from '../../../src/flink/gateway/clusterAddress.js';

const of = (options: Readonly<Record<string, string>>): string | undefined =>
  clusterAddress(new Map(Object.entries(options)));

describe('the cluster of a gateway', () => {
  it('is where the gateway’s REST client goes', () => {
    expect(of({ 'rest.address': 'jobmanager', 'rest.port': '18081', 'execution.target': 'remote' })).toBe(
      'http://jobmanager:18081',
    );
  });

  it('is at Flink’s usual port where the configuration as it is unpacked names none', () => {
    expect(of({ 'rest.address': 'localhost', 'rest.bind-address': 'localhost' })).toBe(
      'http://localhost:8081',
    );
  });

  it('is at the JobManager’s host where only that is named', () => {
    expect(of({ 'jobmanager.rpc.address': 'jobmanager' })).toBe('http://jobmanager:8081');
  });

  it('speaks TLS where the gateway is told so', () => {
    expect(of({ 'rest.address': 'jobmanager', 'security.ssl.rest.enabled': 'true' })).toBe(
      'https://jobmanager:8081',
    );
  });

  it('is not known where Flink looks it up', () => {
    expect(of({ 'rest.address': 'localhost', 'execution.target': 'kubernetes-session' })).toBeUndefined();
    expect(of({})).toBeUndefined();
  });
});
