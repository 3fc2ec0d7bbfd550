import { beforeEach, describe, expect, it } from 'vitest';
import { StartedJobs, type StartedJob } from '../../../src/host/flinkSql/startedJobs.js';

const memory = new Map<string, unknown>();
const newJobs = (): StartedJobs =>
  new StartedJobs({
    get: (key) => memory.get(key),
    update: (key, value) => Promise.resolve(void memory.set(key, JSON.parse(JSON.stringify(value)))),
  });

const orders: StartedJob = {
  job: 'a'.repeat(32),
  name: 'orders',
  definition: '/w/orders.pipeline.ts',
  cluster: 'http://jobmanager:8081',
  gateway: 'http://gateway:8083',
  started: 1_795_600_678_631,
};
const flights: StartedJob = { ...orders, job: 'b'.repeat(32), name: 'flights' };

beforeEach(() => memory.clear());

describe('a job that was started on a cluster', () => {
  it('is remembered when the window is gone, until somebody has seen its end', async () => {
    await newJobs().keep(orders);
    await newJobs().keep(flights);
    expect(newJobs().all).toEqual([orders, flights]);
    await newJobs().forget(orders.job);
    expect(newJobs().all).toEqual([flights]);
  });

  it('is remembered once, with what is known of it last', async () => {
    const jobs = newJobs();
    await jobs.keep(orders);
    await jobs.keep({ ...orders, cluster: 'http://other:8081' });
    expect(jobs.all.map(({ cluster }) => cluster)).toEqual(['http://other:8081']);
  });

  it('is told to who listens, and nothing where nothing has changed', async () => {
    const jobs = newJobs();
    let changes = 0;
    const listening = jobs.onChange(() => (changes += 1));
    await jobs.keep(orders);
    await jobs.forget(flights.job);
    expect(changes).toBe(1);
    await jobs.forget(orders.job);
    expect(changes).toBe(2);
    listening.dispose();
    await jobs.keep(orders);
    expect(changes).toBe(2);
  });

  it('is nothing that another version has left there in another form', () => {
    for (const kept of [undefined, 'orders', [null, 7, { job: 'a' }, { ...orders, cluster: 7 }]]) {
      memory.set('checkpointLens.jobsOnFlink', kept);
      expect(newJobs().all).toEqual([]);
    }
  });
});
