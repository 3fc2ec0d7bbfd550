import { expect, it } from 'vitest';
import { flinkRunArguments, flinkTracePath } from '../../../src/host/flinkSql/flinkRun.js';
import { traceNames } from '../../../src/host/lenses/newestTrace.js';

const definition = '/work/orders.pipeline.ts';

it('a run on Flink is recorded where the lenses look, beside the runs of the embedded engine', () => {
  const path = flinkTracePath(definition);
  expect(path).toBe('/work/.checkpoint-lens/orders.flink.ckpt.json');
  expect(traceNames('orders')).toContain('orders.flink.ckpt.json');
});

it('takes the settings of checkpoints along', () => {
  const request = { definition, gateway: 'http://gateway:8083', interval: '5s', unaligned: true };
  expect(flinkRunArguments(request)).toEqual([
    'run',
    definition,
    ...['--on', 'http://gateway:8083', '--interval', '5s', '--unaligned'],
    ...['--trace', flinkTracePath(definition)],
  ]);
});
