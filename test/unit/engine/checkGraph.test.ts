import { describe, expect, it } from 'vitest';
import { fileSink, generate, printSink, socketText } from '../../../src/engine/pipeline/connectors.js';
import { pipeline, type StreamEnvironment } from '../../../src/engine/pipeline/dsl.js';
import type { Graph } from '../../../src/engine/pipeline/graph.js';
import { int32, int64, string, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { mapState } from '../../../src/engine/pipeline/state.js';
import type { Operator } from '../../../src/engine/pipeline/streams.js';

const Reading = struct({ sensor: int32, at: int64 });
type Readings = Operator<{ readonly sensor: number; readonly at: number }>;

function graphOf(define: (env: StreamEnvironment) => void): Graph {
  return pipeline('job', ({ env }) => define(env)).build(undefined as never, 3);
}

function source(env: StreamEnvironment, uid: string): Readings {
  return env
    .source(
      Reading,
      generate((i) => ({ sensor: i, at: i })),
    )
    .uid(uid);
}

function timed(env: StreamEnvironment, uid: string): Readings {
  return source(env, uid).assignTimestampsAndWatermarks(({ at }) => at);
}

describe('timestamps of a pipeline', () => {
  it('go with the records from where they are assigned to the end', () => {
    const { operators } = graphOf((env) => {
      const readings = timed(env, 'a').filter(() => true);
      readings.sinkTo(fileSink('a'));
      source(env, 'b')
        .map(Reading, (reading) => reading)
        .assignTimestampsAndWatermarks(({ at }) => at)
        .connect(readings)
        .map(
          Reading,
          (reading) => reading,
          (reading) => reading,
        )
        .name('both')
        .sinkTo(fileSink('b'))
        .name('out');
    });
    expect(
      operators.map(({ id, readsTimestamps, hasTimestamps }) => [id, readsTimestamps, hasTimestamps]),
    ).toEqual([
      ['a', false, true],
      ['filter', true, true],
      ['sink', true, true],
      ['b', false, false],
      ['map', false, true],
      ['both', true, true],
      ['out', true, true],
    ]);
  });

  it('have to be there on all inputs of an operator, or on none', () => {
    const mixed = (end: (union: ReturnType<Readings['union']>) => void) => () =>
      graphOf((env) => end(timed(env, 'a').union(source(env, 'b'))));
    expect(
      mixed((union) =>
        union
          .filter(() => true)
          .name('some')
          .sinkTo(fileSink('out')),
      ),
    ).toThrow('Some of the streams that “some” reads have timestamps, others have none');
    expect(mixed((union) => union.sinkTo(fileSink('out')))).not.toThrow();
    const anew = mixed((union) =>
      union
        .map(Reading, (reading) => reading)
        .assignTimestampsAndWatermarks(({ at }) => at)
        .sinkTo(fileSink('out')),
    );
    expect(anew).not.toThrow();
  });
});

describe('a pipeline', () => {
  it('reads a socket with one subtask, and tells several print sinks apart by their names', () => {
    const { operators } = graphOf((env) => {
      const lines = env.source(struct({ line: string }), socketText('localhost', 9999));
      lines.sinkTo(printSink()).name('all');
      lines.sinkTo(printSink('again')).name('again');
    });
    expect(operators.map(({ parallelism }) => parallelism)).toEqual([1, 3, 3]);
    expect(operators.flatMap(({ operator }) => (operator.kind === 'sink' ? [operator.sink] : []))).toEqual([
      { kind: 'print', identifier: 'all' },
      { kind: 'print', identifier: 'again' },
    ]);
    expect(() => socketText('localhost', 99_999)).toThrow('the port is 99999');
  });

  it('has no state whose name is that of the timers', () => {
    const define = (): Graph =>
      graphOf((env) =>
        source(env, 'a')
          .keyBy(({ sensor }) => sensor)
          .process(Reading, { state: { $eventTimers: mapState(int64, int32) }, process: () => undefined })
          .sinkTo(fileSink('out')),
      );
    expect(define).toThrow('the state $eventTimers');
  });
});
