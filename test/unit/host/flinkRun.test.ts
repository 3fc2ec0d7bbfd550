import { expect, it } from 'vitest';
import { flinkRunArguments, flinkTracePath } from '../../../src/host/flinkSql/flinkRun.js';
import { flinkRunEnvironment } from '../../../src/host/flinkSql/flinkRunEnvironment.js';
import { traceNames } from '../../../src/host/lenses/newestTrace.js';

const definition = '/work/orders.pipeline.ts';

it('a run on Flink is recorded where the lenses look, beside the runs of the embedded engine', () => {
  const path = flinkTracePath(definition);
  expect(path).toBe('/work/.checkpoint-lens/orders.flink.ckpt.json');
  expect(traceNames('orders')).toContain('orders.flink.ckpt.json');
});

const gateway = { url: 'https://gateway:8083', insecure: false, proxy: undefined };
const settings = { definition, interval: '5s', unaligned: true };

it('takes the settings of checkpoints along', () => {
  const target = { gateway, cluster: undefined, gatewayCa: undefined, clusterCa: undefined };
  expect(flinkRunArguments({ ...settings, target })).toEqual([
    'run',
    definition,
    ...['--on', 'https://gateway:8083', '--interval', '5s', '--unaligned'],
    ...['--trace', flinkTracePath(definition)],
  ]);
});

it('watches a job that was left running, and submits none', () => {
  const cluster = { ...gateway, url: 'https://flink:8081' };
  const target = { gateway, cluster, gatewayCa: undefined, clusterCa: undefined };
  const args = flinkRunArguments({ ...settings, target, attach: 'a'.repeat(32) });
  expect(args.join(' ')).toContain(`--flink https://flink:8081 --attach ${'a'.repeat(32)}`);
});

it('goes on from a savepoint', () => {
  const target = { gateway, cluster: undefined, gatewayCa: undefined, clusterCa: undefined };
  const args = flinkRunArguments({ ...settings, target, savepoint: 's3://bucket/savepoint-1' });
  expect(args.join(' ')).toContain('--savepoint s3://bucket/savepoint-1');
});

it('is told how gateway and cluster are reached, and no secret where others can see it', () => {
  const cluster = {
    url: 'https://flink:8081',
    insecure: false,
    proxy: 'http://proxy:3128',
    auth: { kind: 'basic', user: 'ann', password: 's3cret' },
  } as const;
  const auth = { kind: 'bearer', token: 't0ken' } as const;
  const target = {
    gateway: { ...gateway, auth },
    cluster,
    gatewayCa: '/certs/gateway.pem',
    clusterCa: undefined,
  };
  const args = flinkRunArguments({ ...settings, target });
  expect(args.join(' ')).toContain('--flink https://flink:8081');
  expect(args.join(' ')).not.toMatch(/s3cret|t0ken/);
  expect(flinkRunEnvironment(target)).toMatchObject({
    CHECKPOINT_LENS_GATEWAY_TOKEN: 't0ken',
    CHECKPOINT_LENS_GATEWAY_PASSWORD: '',
    CHECKPOINT_LENS_FLINK_TOKEN: '',
    CHECKPOINT_LENS_FLINK_USER: 'ann',
    CHECKPOINT_LENS_FLINK_PASSWORD: 's3cret',
    HTTPS_PROXY: 'http://proxy:3128',
    NO_PROXY: 'gateway',
  });
});

it('checks the certificates of gateway and cluster each in its own way', () => {
  const cluster = { url: 'https://flink:8081', insecure: false };
  const of = { gateway: { ...gateway, insecure: true }, gatewayCa: undefined, clusterCa: '/certs/flink.pem' };
  expect(flinkRunEnvironment({ ...of, cluster })).toMatchObject({
    CHECKPOINT_LENS_GATEWAY_CA: '',
    CHECKPOINT_LENS_GATEWAY_INSECURE: '1',
    CHECKPOINT_LENS_FLINK_CA: '/certs/flink.pem',
    CHECKPOINT_LENS_FLINK_INSECURE: '0',
  });
});
