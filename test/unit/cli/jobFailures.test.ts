import { describe, expect, it } from 'vitest';
import { failureText, RestartReasons } from '../../../src/cli/onFlink/jobFailures.js';

const defined = {
  job: 'j',
  name: 'flights',
  file: '/work/flights.pipeline.ts',
  operators: [
    { id: 'flights', name: 'flights', line: 25, table: 'flights', node: undefined },
    { id: 'delay', name: 'delay by origin', line: 28, table: undefined, node: 'OverAggregate' as const },
    { id: 'results', name: 'results', line: 40, table: 'results', node: undefined },
  ],
};

const text = (cause: string, task?: string): string =>
  failureText({ cause, ...(task !== undefined && { task }) }, defined);

it('a source that fails is told with its line', () => {
  const cause = 'java.io.FileNotFoundException: File file:/work/missing.json does not exist';
  expect(text(cause, 'Source: flights[43] -> Calc[44]')).toBe(
    '/work/flights.pipeline.ts:25:1: “flights” failed on Flink: File file:/work/missing.json does not exist.',
  );
});

it('of a task that computes and writes, what cannot write is the sink', () => {
  const task = 'OverAggregate[93] -> Calc[94] -> StreamingFileWriter (2/2) - execution #0';
  expect(text('java.io.IOException: Failed to create the parent directory: /x', task)).toMatch(
    /^\/work\/flights\.pipeline\.ts:40:1: “results” failed/,
  );
  expect(text('java.lang.ArithmeticException: integer overflow', task)).toMatch(
    /:28:1: “delay by origin” failed/,
  );
});

it('where no operator is known the definition is named', () => {
  expect(text('NoResourceAvailableException: Could not acquire the minimum required resources.')).toBe(
    '/work/flights.pipeline.ts: flights failed on Flink: Could not acquire the minimum required resources.',
  );
});

describe('why a job is started again', () => {
  const job = { id: 'j', name: 'flights', startTime: 1, lastModification: 1 };
  const exceptions = (...causes: readonly string[]): unknown => ({
    exceptionHistory: {
      entries: causes.map((stacktrace, index) => ({
        ...{ stacktrace, timestamp: index + 1, exceptionName: 'x' },
        taskName: 'Source: flights[43] (1/1)',
      })),
    },
  });
  const missing = 'java.io.FileNotFoundException: File a.json does not exist';
  const denied = 'java.io.IOException: Permission denied: a.json';

  it('is said once, and another reason when it comes', () => {
    const reasons = new RestartReasons(defined);
    const restarting = { ...job, state: 'RESTARTING' };
    expect(reasons.newIn({ job: restarting, body: exceptions() })).toBeUndefined();
    expect(reasons.newIn({ job: restarting, body: exceptions(missing) })).toBe(
      '/work/flights.pipeline.ts:25:1: “flights” failed on Flink: File a.json does not exist. Flink starts flights again.',
    );
    expect(reasons.newIn({ job: restarting, body: exceptions(missing, missing) })).toBeUndefined();
    expect(reasons.newIn({ job: restarting, body: exceptions(missing, missing, denied) })).toMatch(
      'Permission denied',
    );
  });

  it('is not said of a job that is over: it is told with its end', () => {
    const reasons = new RestartReasons(defined);
    for (const state of ['FAILING', 'FAILED']) {
      expect(reasons.newIn({ job: { ...job, state }, body: exceptions(missing) })).toBeUndefined();
    }
  });
});
