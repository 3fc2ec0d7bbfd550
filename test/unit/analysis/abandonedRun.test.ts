import { describe, expect, it } from 'vitest';
import { closedIfAbandoned } from '../../../src/analysis/abandonedRun.js';
import { buildTrace } from '../../../src/trace/builder.js';
import type { Trace } from '../../../src/trace/model.js';

function traceOf(source: Partial<Trace['source']>): Trace {
  return buildTrace({
    producer: { name: 'checkpoint-lens', version: '1' },
    source: { kind: 'engine', job: 'orders', ...source },
    epoch: 0,
    operators: [],
    checkpoints: [],
    spans: [],
  });
}

const writer = { pid: 7, host: 'here' };

describe('a trace that says its run goes on', () => {
  it('is that of a run that failed where the process that writes it is gone', () => {
    const asked: unknown[] = [];
    const closed = closedIfAbandoned(traceOf({ state: 'running', writer }), (process) => {
      asked.push(process);
      return false;
    });
    expect(asked).toEqual([writer]);
    expect(closed.source).toMatchObject({
      state: 'failed',
      failure: 'its process is gone, as when somebody kills it',
    });
  });

  it('is believed where that process may go on, and where an older version did not say which it is', () => {
    const [alive, unsaid] = [traceOf({ state: 'running', writer }), traceOf({ state: 'running' })];
    expect(closedIfAbandoned(alive, () => true)).toBe(alive);
    expect(closedIfAbandoned(unsaid, () => false)).toBe(unsaid);
  });

  it('is left alone where the run has ended', () => {
    const ended = traceOf({ state: 'cancelled', writer });
    expect(closedIfAbandoned(ended, () => false)).toBe(ended);
  });
});
