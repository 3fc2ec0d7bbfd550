import { describe, expect, it } from 'vitest';
import { fileSink, generate, printSink, socketText } from '../../../src/engine/pipeline/connectors.js';
import { pipeline, type StreamEnvironment } from '../../../src/engine/pipeline/dsl.js';
import type { Graph } from '../../../src/engine/pipeline/graph.js';
import { int32, int64, string, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { mapState } from '../../../src/engine/pipeline/state.js';
import type { KeyedStream, Operator } from '../../../src/engine/pipeline/streams.js';
import { TumblingEventTimeWindows } from '../../../src/engine/pipeline/windows.js';

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

function byKey(readings: Readings): KeyedStream<{ readonly sensor: number; readonly at: number }, number> {
  return readings.keyBy(({ sensor }) => sensor);
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

  it('says what is left out where no compiler has looked: the record type, the connector', () => {
    const left = (define: (env: StreamEnvironment) => void) => () => graphOf(define);
    const noType = undefined as never;
    const untyped = left((env) => env.source(socketText('localhost', 9999) as never, noType));
    expect(untyped).toThrow(
      'env.source(…) has no record type: give that of lines first, as in env.source(struct({ line: string }), socketText(…)).',
    );
    expect(left((env) => env.source(Reading, noType))).toThrow('env.source(…) has no connector');
    const keyed = (env: StreamEnvironment): ReturnType<typeof byKey> => byKey(source(env, 'a'));
    const calls: readonly (readonly [string, (env: StreamEnvironment) => unknown])[] = [
      ['map', (env) => source(env, 'a').map((() => 1) as never, noType)],
      ['flatMap', (env) => source(env, 'a').flatMap((() => 1) as never, noType)],
      ['process', (env) => keyed(env).process({ state: {} } as never, noType)],
      [
        'aggregate',
        (env) =>
          keyed(env)
            .window(TumblingEventTimeWindows.of(10))
            .aggregate({} as never, noType),
      ],
      [
        'process',
        (env) =>
          keyed(env)
            .window(TumblingEventTimeWindows.of(10))
            .process((() => 1) as never, noType),
      ],
      [
        'process',
        (env) =>
          keyed(env)
            .connect(keyed(env))
            .process({ state: {} } as never, noType),
      ],
    ];
    for (const [method, call] of calls) {
      expect(left((env) => void call(env))).toThrow(
        `.${method}(…) has no record type: give the type of the records that it emits first, as in .${method}(struct({ … }), …).`,
      );
    }
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
