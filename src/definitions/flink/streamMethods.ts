/**
 * The methods of Flink's DataStream API that make an operator, as in `StreamExecutionEnvironment`, `DataStream`, `KeyedStream`,
 * `WindowedStream` and `ConnectedStreams` of Flink 1.15 to 2.x, and the names that operators have when nobody names them.
 */

/** On the environment; where the argument stands that names the source. */
export const sourceMethods: ReadonlyMap<string, { readonly nameAt?: number }> = new Map([
  ['fromSource', { nameAt: 2 }],
  ['addSource', { nameAt: 1 }],
  ['fromCollection', {}],
  ['fromElements', {}],
  ['fromData', {}],
  ['fromSequence', {}],
  ['fromParallelCollection', {}],
  ['generateSequence', {}],
  ['socketTextStream', {}],
  ['readTextFile', {}],
  ['readFile', {}],
  ['createInput', {}],
]);

/** On a stream. The name, where it is the same whatever the stream is. */
export const operatorMethods: ReadonlyMap<string, string | undefined> = new Map([
  ['map', 'Map'],
  ['flatMap', 'Flat Map'],
  ['filter', 'Filter'],
  ['assignTimestampsAndWatermarks', 'Timestamps/Watermarks'],
  ['print', 'Print to Std. Out'],
  ['printToErr', 'Print to Std. Err'],
  ...[
    ['process', 'reduce', 'aggregate', 'apply', 'transform', 'project'],
    ['sum', 'min', 'max', 'minBy', 'maxBy'],
    ['sinkTo', 'addSink', 'writeAsText', 'writeAsCsv', 'writeToSocket', 'writeUsingOutputFormat'],
    ['executeAndCollect', 'collectAsync'],
  ].flatMap((methods) => methods.map((method): [string, undefined] => [method, undefined])),
]);

/** Static methods of `AsyncDataStream`: the stream is their first argument. */
export const asyncMethods: ReadonlySet<string> = new Set([
  'unorderedWait',
  'orderedWait',
  'unorderedWaitWithRetry',
  'orderedWaitWithRetry',
]);

/** They take another stream in. */
export const mergingMethods: ReadonlySet<string> = new Set([
  'union',
  'connect',
  'join',
  'coGroup',
  'intervalJoin',
]);
