import { expect, it } from 'vitest';
import { LastSavepoints } from '../../../src/host/flinkSql/lastSavepoints.js';

const memory = new Map<string, unknown>();
const savepoints = (): LastSavepoints =>
  new LastSavepoints({
    get: (key) => memory.get(key),
    update: (key, value) => Promise.resolve(void memory.set(key, JSON.parse(JSON.stringify(value)))),
  });

it('the last savepoint of each definition is known when its window is gone', async () => {
  expect(savepoints().of('/w/orders.pipeline.ts')).toBeUndefined();
  await savepoints().keep('/w/orders.pipeline.ts', 'hdfs://namenode/savepoints/1');
  await savepoints().keep('/w/flights.pipeline.ts', 's3://bucket/2');
  await savepoints().keep('/w/orders.pipeline.ts', 'hdfs://namenode/savepoints/3');
  expect(savepoints().of('/w/orders.pipeline.ts')).toBe('hdfs://namenode/savepoints/3');
  expect(savepoints().of('/w/flights.pipeline.ts')).toBe('s3://bucket/2');
});
