import { describe, expect, it } from 'vitest';
import type { ChoiceStore } from '../../../src/host/trace/jobChoices.js';
import { JobRows, mostJobs } from '../../../src/host/trace/jobRows.js';

function store(kept?: unknown): ChoiceStore {
  let value = kept;
  return { get: () => value, update: (_, next) => Promise.resolve(void (value = next)) };
}

describe('how the rows of a job were arranged', () => {
  it('is kept across windows, by the name of the job', async () => {
    const kept = store();
    await new JobRows(kept).keep('orders', { order: 'name' });
    await new JobRows(kept).keep('orders', { order: 'upload' });
    expect(new JobRows(kept).of('orders')).toEqual({ order: 'upload' });
    expect(new JobRows(kept).of('payments')).toBeUndefined();
  });

  it('is forgotten after many other jobs, so that the store does not grow for ever', async () => {
    const rows = new JobRows(store());
    for (let i = 0; i <= mostJobs; i++) await rows.keep(`job ${i}`, i);
    expect(rows.of('job 0')).toBeUndefined();
    expect(rows.of('job 1')).toBe(1);
  });

  it('is not kept where a job has no name, nor where it is longer than any page writes', async () => {
    const rows = new JobRows(store());
    await rows.keep('', { order: 'name' });
    await rows.keep('orders', { filter: 'x'.repeat(1_000_000) });
    expect([rows.of(''), rows.of('orders')]).toEqual([undefined, undefined]);
  });

  it('is nothing where what was kept is damaged', () => {
    for (const damaged of [7, 'x', [7, [], [7, {}]], { orders: {} }]) {
      expect(new JobRows(store(damaged)).of('orders')).toBeUndefined();
    }
  });
});
