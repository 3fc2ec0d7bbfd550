import type { EventTimeAssigner } from '../../engine/pipeline/graph.js';
import type { FileSource, GeneratorSource } from '../../engine/pipeline/connectors.js';
import { years } from '../expressions/dateCalls.js';
import { contains, type Expression } from '../expressions/expression.js';
import { factsOfKind, fits } from '../expressions/numberFacts.js';
import { refuse } from '../expressions/refusal.js';
import { textLiteral } from '../expressions/sqlParts.js';
import { quotedName, sqlAs, sqlTypes } from '../expressions/sqlText.js';
import type { Closures } from '../functions/closures.js';
import { callFunction } from '../functions/callFunction.js';
import { FunctionSource } from '../functions/functionSource.js';
import {
  fieldsFrom,
  fieldsOf,
  outputOf,
  recordOf,
  select,
  selectItems,
  view,
  type Field,
  type Stream,
  type Translated,
} from './stream.js';
import { csvRecords, csvTable, overCells, type CsvTable } from './csvSource.js';
import type { PlanNode } from './definedOperators.js';
import { jsonColumn, jsonRecords } from './jsonSource.js';
import { localText } from './localText.js';
import type { Notes } from './notes.js';
import { timeItem } from './stateless.js';

/** What a source becomes. */
export interface TranslatedSource {
  readonly statements: readonly string[];
  readonly stream: Stream;
  /** The table whose name is in Flink’s plan. */
  readonly table: string;
  /** What the plan makes of it behind the table, where that has no name of its own. */
  readonly node?: PlanNode;
}

export function translateSource(part: Translated, closures: Closures, notes: Notes): TranslatedSource {
  const { operator, at } = part;
  if (operator.operator.kind !== 'source') throw new TypeError('not a source');
  const { source } = operator.operator;
  switch (source.kind) {
    case 'file':
      return fileTable(part, source, closures, notes);
    case 'generate':
      return generator(part, source, closures, notes);
    case 'socket':
      return refuse('Flink SQL has no connector for a socket: read from a file or generate records.', at);
  }
}

function fileTable(part: Translated, source: FileSource, closures: Closures, notes: Notes): TranslatedSource {
  const { operator, name, at } = part;
  const { format, path, rate } = source;
  if (format === 'json') checkOneLine(path, at);
  if (rate !== Infinity) notes.add(`“${name}” reads as fast as it can: Flink’s files have no rate.`, at);
  const fields = fieldsOf(operator.output!, at);
  if (format === 'csv') return csvFile(part, path, fields, closures);
  const time = eventTime(part, fields, closures);
  const stream: Stream = { name, fields, isTimed: time.length > 0 };
  const options = [option('connector', 'filesystem'), option('path', fileUri(path))];
  if (format === 'text') {
    const columns = [...fields.map(columnOf), ...time];
    const statement = table(name, columns, [...options, option('format', 'raw')]);
    return { statements: [statement], stream, table: name };
  }
  notes.add(jsonNote(name), at);
  const rows = `${name} rows`;
  const columns = [...fields.map(jsonColumn), ...time];
  const json = [option('format', 'json'), option('json.fail-on-missing-field', 'true')];
  return {
    statements: [
      table(rows, columns, [...options, ...json]),
      view(name, jsonRecords(rows, fields, timeItem(stream, part.timeColumn))),
    ],
    stream,
    table: rows,
  };
}

function jsonNote(name: string): string {
  return (
    `“${name}” is read by Flink’s JSON reader, which also takes what the embedded engine refuses: ` +
    'a number in quotes or with a fraction for a whole one, a number for a text.'
  );
}

/** The rows as texts, and what the engine would read in them. */
function csvFile(
  part: Translated,
  path: string,
  fields: readonly Field[],
  closures: Closures,
): TranslatedSource {
  const { name, at, timeColumn } = part;
  const csv = csvTable(path, fields, at);
  const rows = `${name} rows`;
  const time = eventTime(part, fields, closures, csv);
  const options = [option('connector', 'filesystem'), option('path', fileUri(path)), option('format', 'csv')];
  const columns = csv.columns.map((each) => `${quotedName(each)} STRING NOT NULL`);
  const stream: Stream = { name, fields, isTimed: time.length > 0 };
  return {
    statements: [
      table(rows, [...columns, ...time], options),
      view(name, csvRecords(rows, csv, fields, timeItem(stream, timeColumn))),
    ],
    stream,
    table: rows,
  };
}

/** Flink splits JSON into lines, and takes an array in a line for the records in it. */
function checkOneLine(path: string, at: Translated['at']): void {
  if (/[\r\n]/.test(localText(path)?.trim() ?? '')) {
    refuse(
      `Flink reads ${path} line by line, and its array takes several: write it in one line, or as ndjsonFile(…).`,
      at,
    );
  }
}

/** Records by their index: Flink makes ticks, which are counted. */
function generator(
  part: Translated,
  { make, count, rate }: GeneratorSource<unknown>,
  closures: Closures,
  notes: Notes,
): TranslatedSource {
  const { operator, name, at } = part;
  if (operator.eventTime) refuse('event time of generated records has no twin in SQL.', at);
  const facts = { ...factsOfKind('int64', false), low: 0 };
  const index: Field = { name: 'index', kind: 'int64', facts };
  const counted: Stream = { name: `${name} by index`, fields: [index], isTimed: false };
  const random = {
    kind: 'struct',
    fields: new Map([
      ['int', { kind: 'builtin', name: 'random.int' }],
      ['float', { kind: 'builtin', name: 'random.float' }],
    ] as const),
  } as const;
  const record = recordOf(counted, at).fields.get('index')!;
  const { returned } = callFunction(new FunctionSource(make, closures), [record, random], new Map());
  const outputs = outputOf(returned, operator.output!, at);
  if (outputs.some(({ expression }) => contains(expression, isRandom))) {
    notes.add(`“${name}” draws other numbers than the embedded engine, from the same ranges.`, at);
  }
  const ticks = `${name} ticks`;
  const rowsPerSecond = rate === Infinity ? 1_000_000_000 : Math.max(1, Math.round(rate));
  if (rate !== Infinity && rowsPerSecond !== rate) {
    notes.add(`“${name}” makes ${rowsPerSecond} records a second: Flink has whole numbers only.`, at);
  }
  const options = [
    option('connector', 'datagen'),
    option('rows-per-second', String(rowsPerSecond)),
    ...(count === Infinity ? [] : [option('number-of-rows', String(count))]),
    option('fields.tick.kind', 'random'),
    ...(part.parallelism === undefined ? [] : [option('scan.parallelism', String(part.parallelism))]),
  ];
  return {
    statements: [
      table(ticks, ['tick BOOLEAN'], options),
      view(
        counted.name,
        'SELECT COUNT(*) OVER (ORDER BY tick_time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - 1 AS `index`\n' +
          `FROM (SELECT PROCTIME() AS tick_time FROM ${quotedName(ticks)})`,
      ),
      view(name, select(selectItems(outputs), [`FROM ${quotedName(counted.name)}`])),
    ],
    stream: { name, fields: fieldsFrom(outputs), isTimed: false },
    table: ticks,
    node: 'OverAggregate',
  };
}

function isRandom({ kind }: Expression): boolean {
  return kind === 'random';
}

/** The computed column of event time, and its watermark: as in the engine, one ms below what may still come. */
function eventTime(
  { operator, timeColumn, at }: Translated,
  fields: readonly Field[],
  closures: Closures,
  csv?: CsvTable,
): readonly string[] {
  const { eventTime: assigner } = operator;
  if (assigner === undefined) return [];
  const expression = timestampOf(assigner, { name: '', fields, isTimed: false }, closures, at);
  const { outOfOrderness, idleAfter } = assigner.strategy;
  if (idleAfter !== Infinity) refuse('withIdleness(…) is not carried over to SQL.', at);
  if (!Number.isInteger(outOfOrderness)) refuse('give whole ms of out-of-orderness.', at);
  const time = quotedName(timeColumn);
  // The row of names comes before all time.
  const ms =
    csv === undefined
      ? sqlAs(expression, 'int64')
      : `CASE WHEN ${csv.isNames} THEN ${years.first} ELSE ${sqlAs(overCells(expression, fields), 'int64')} END`;
  return [
    `${time} AS TO_TIMESTAMP_LTZ(${ms}, 3)`,
    `WATERMARK FOR ${time} AS ${time} - ${interval(outOfOrderness + 1)}`,
  ];
}

function timestampOf(
  { timestamp }: EventTimeAssigner,
  stream: Stream,
  closures: Closures,
  at: Translated['at'],
): Expression {
  const source = new FunctionSource(timestamp, closures);
  const { returned } = callFunction(source, [recordOf(stream, at)], new Map());
  if (returned.kind === 'scalar' && returned.expression.type === 'number') {
    if (fits(returned.expression, 'int64')) return returned.expression;
    return refuse(
      'a timestamp must be made of whole numbers, so that SQL has the same.',
      returned.expression.at,
    );
  }
  return refuse('a timestamp must be a number of ms.', at);
}

/** So many ms, in the largest unit that they are whole numbers of. */
export function interval(ms: number): string {
  for (const [unit, size] of units) {
    if (ms % size !== 0) continue;
    const amount = String(ms / size);
    return `INTERVAL '${amount}' ${unit}${amount.length > 2 ? `(${amount.length})` : ''}`;
  }
  const seconds = String(Math.floor(ms / 1000));
  return `INTERVAL '${seconds}.${String(ms % 1000).padStart(3, '0')}' SECOND(${Math.max(2, seconds.length)}, 3)`;
}

const units = [
  ['DAY', 86_400_000],
  ['HOUR', 3_600_000],
  ['MINUTE', 60_000],
  ['SECOND', 1000],
] as const;

export function fileUri(path: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : `file://${path}`;
}

export function columnOf({ name, kind }: Field): string {
  return `${quotedName(name)} ${sqlTypes[kind]} NOT NULL`;
}

export function option(name: string, value: string): string {
  return `${textLiteral(name)} = ${textLiteral(value)}`;
}

export function table(name: string, columns: readonly string[], options: readonly string[]): string {
  return `CREATE TEMPORARY TABLE ${quotedName(name)} (\n  ${columns.join(',\n  ')}\n) WITH (\n  ${options.join(',\n  ')}\n)`;
}
