import { describe, expect, it } from 'vitest';
import { clusterUrl } from '../../../src/host/clusters/clusterUrl.js';

describe('the URL of a cluster', () => {
  it.each([
    ['http://localhost:8081', 'http://localhost:8081'],
    ['http://localhost:8081/', 'http://localhost:8081'],
    [' localhost:8081 ', 'http://localhost:8081'],
    ['flink.example.com', 'http://flink.example.com'],
    ['https://gateway.example.com/proxy/flink/', 'https://gateway.example.com/proxy/flink'],
    ['http://localhost:8081/#/job/running/abc/overview', 'http://localhost:8081'],
    ['https://[::1]:8081', 'https://[::1]:8081'],
  ])('%s is understood as %s', (text, url) => {
    expect(clusterUrl(text)).toEqual({ url });
  });

  it.each(['', 'ftp://localhost', 'http://', 'javascript:alert(1)', 'file:///etc/passwd'])(
    'cannot be %j',
    (text) => {
      expect(clusterUrl(text)).toHaveProperty('problem');
    },
  );

  it('has no credentials in it, because it is kept in the open', () => {
    const read = clusterUrl('https://ann:secret@flink.example.com');
    expect(read).toHaveProperty('problem', expect.not.stringContaining('secret'));
  });
});
