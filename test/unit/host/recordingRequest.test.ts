import { describe, expect, it } from 'vitest';
import type { FlinkConnection } from '../../../src/flink/connection.js';
import {
  jobStem,
  recordingArguments,
  recordingEnvironment,
  recordingName,
} from '../../../src/host/recordings/recordingRequest.js';

const job = { id: '6f96be6950b3adb8de8050f7c25952fe', name: 'orders' };
const connection = { url: 'https://flink.example.com', auth: { kind: 'bearer', token: 't0ken' } } as const;

const environment = (of: FlinkConnection): Readonly<Record<string, string>> =>
  recordingEnvironment({ connection: of });

describe('the call of the recorder', () => {
  it('says what to record and where to', () => {
    expect(recordingArguments({ connection, job, output: '/a.flink.jsonl', duration: '1s' }).join(' ')).toBe(
      `record --flink https://flink.example.com --job ${job.id} --output /a.flink.jsonl --duration 1s`,
    );
  });

  it('says whose certificates are taken', () => {
    const ca = '/etc/ssl/company.pem';
    expect(environment({ ...connection, insecure: true })).toMatchObject({
      CHECKPOINT_LENS_FLINK_CA: '',
      CHECKPOINT_LENS_FLINK_INSECURE: '1',
    });
    expect(recordingEnvironment({ connection, ca })).toMatchObject({
      CHECKPOINT_LENS_FLINK_CA: ca,
      CHECKPOINT_LENS_FLINK_INSECURE: '0',
    });
  });

  it('has the secret in its environment and not among its arguments', () => {
    expect(recordingArguments({ connection, job, output: '/a.flink.jsonl' }).join(' ')).not.toContain(
      't0ken',
    );
    expect(environment(connection)).toMatchObject({ CHECKPOINT_LENS_FLINK_TOKEN: 't0ken' });
  });

  it('hides the credentials for another cluster that a shell may have left', () => {
    const { url } = connection;
    expect(environment({ url, auth: { kind: 'basic', user: 'ann', password: 'p' } })).toMatchObject({
      CHECKPOINT_LENS_FLINK_TOKEN: '',
      CHECKPOINT_LENS_FLINK_USER: 'ann',
      CHECKPOINT_LENS_FLINK_PASSWORD: 'p',
    });
  });

  it('takes the way that VS Code takes: its proxy, none, or that of the environment', () => {
    const { url } = connection;
    expect(environment({ url, proxy: 'http://proxy:3128' })).toMatchObject({
      HTTPS_PROXY: 'http://proxy:3128',
      NO_PROXY: '',
    });
    expect(environment({ url, proxy: undefined })).toMatchObject({ NO_PROXY: '*' });
    expect(environment({ url, proxy: 'environment' })).not.toHaveProperty('NO_PROXY');
  });
});

describe('the file of a recording', () => {
  it('is named by the job and the time', () => {
    expect(recordingName(job, new Date(2026, 10, 5, 9, 7, 3))).toBe('orders-20261105-090703.flink.jsonl');
  });

  it.each([
    [
      'insert-into_default_catalog.default_database.totals',
      'insert-into_default_catalog-default_database-totals',
    ],
    ['../../etc/passwd', 'etc-passwd'],
    ['Zähler pro Kunde', 'Zähler-pro-Kunde'],
    ['***', job.id],
    ['', job.id],
    ['x'.repeat(500), 'x'.repeat(60)],
  ])('has of the name %s what a file can have: %s', (name, stem) => {
    expect(jobStem(name, job.id)).toBe(stem);
  });
});
