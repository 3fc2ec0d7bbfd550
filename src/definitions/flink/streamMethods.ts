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

/** On a stream. All names that it can have, in Java and in Python, where they are known. */
export const operatorMethods: ReadonlyMap<string, readonly string[] | undefined> = new Map<
  string,
  readonly string[] | undefined
>([
  ['map', ['Map', 'Co-Map']],
  ['flatMap', ['Flat Map', 'FlatMap', 'Co-Flat Map']],
  ['filter', ['Filter']],
  ['assignTimestampsAndWatermarks', ['Timestamps/Watermarks']],
  ['print', ['Print to Std. Out']],
  ['printToErr', ['Print to Std. Err']],
  ...[
    ['process', 'reduce', 'aggregate', 'apply', 'transform', 'project'],
    ['sum', 'min', 'max', 'minBy', 'maxBy'],
    ['sinkTo', 'addSink', 'writeAsText', 'writeAsCsv', 'writeToSocket', 'writeUsingOutputFormat'],
    ['executeAndCollect', 'collectAsync'],
  ].flatMap((methods) => methods.map((method): [string, undefined] => [method, undefined])),
]);

/** On a stream, where only PyFlink makes an operator of it: a `map` that changes nothing. By their names in Python. */
export const makingInPython: ReadonlyMap<string, readonly string[]> = new Map([['get_side_output', ['Map']]]);

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

/** On a table environment or a set of statements: their first argument is SQL. */
export const sqlMethods: ReadonlySet<string> = new Set([
  'executeSql',
  'sqlQuery',
  'sqlUpdate',
  'addInsertSql',
]);

/** On a table: they write it, to the table that is their first argument. */
export const tableSinkMethods: ReadonlySet<string> = new Set(['executeInsert', 'insertInto']);

/** On a table environment: they make a stream of the table that is their first argument, or the other way. */
export const tableMethods: ReadonlySet<string> = new Set([
  'toDataStream',
  'toChangelogStream',
  'toAppendStream',
  'toRetractStream',
  'fromDataStream',
  'fromChangelogStream',
]);
