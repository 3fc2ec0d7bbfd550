import { resolve } from 'node:path';
import type { Graph, GraphOperator } from '../../engine/pipeline/graph.js';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import { refuse } from '../expressions/refusal.js';
import { quotedName } from '../expressions/sqlText.js';
import { Closures } from '../functions/closures.js';
import { coProcessQuery } from './coProcess.js';
import { processQuery, reduceQuery } from './keyed.js';
import { inPlanOrder, type DefinedOperator, type PlanNode } from './definedOperators.js';
import { Notes, type Note } from './notes.js';
import { sessionOptions, setStatement, type SqlSettings } from './settings.js';
import { insertStatement, sinkTable } from './sinks.js';
import { translateSource } from './sources.js';
import { filterQuery, flatMapQuery, mapQuery, timeItem, type Query } from './stateless.js';
import { commonFields, freeName, indented, select, view, type Stream, type Translated } from './stream.js';
import { windowQuery } from './windows.js';

/** One statement of a script, with what it comes from. */
export interface SqlStatement {
  readonly sql: string;
  /** The name of the operator; none for settings. */
  readonly operator: string | undefined;
  /** Of the definition, from 1. */
  readonly line: number | undefined;
}

/** A pipeline as Flink SQL: settings, tables and views by the names of its operators, and what starts the job. */
export interface SqlScript {
  readonly job: string;
  readonly statements: readonly SqlStatement[];
  /** In the order of Flink’s plan. */
  readonly operators: readonly DefinedOperator[];
  readonly notes: readonly Note[];
}

/**
 * Translates a pipeline, whose functions must be those of this process.
 *
 * @param file absolute path of the definition
 * @throws {SqlRefusal} with the place, for what Flink SQL cannot do in exactly the same way
 */
export function translate(graph: Graph, file: string, settings: SqlSettings): SqlScript {
  const closures = new Closures();
  try {
    return new Translation(graph, resolve(file), closures, settings).script();
  } finally {
    closures.close();
  }
}

class Translation {
  private readonly notes = new Notes();
  private readonly streams: Stream[] = [];
  private readonly statements: SqlStatement[] = [];
  private readonly inserts: { readonly sql: string; readonly of: Translated }[] = [];
  private readonly names: readonly string[];
  /** In the order of the graph. */
  private readonly defined: DefinedOperator[] = [];
  private readonly timeColumn: string;

  constructor(
    private readonly graph: Graph,
    private readonly file: string,
    private readonly closures: Closures,
    private readonly settings: SqlSettings,
  ) {
    this.names = namesOf(graph);
    const taken = graph.operators.flatMap(({ output }) => Object.keys(output?.fields ?? {}));
    this.timeColumn = freeName('event_time', taken);
  }

  script(): SqlScript {
    const { job, operators } = this.graph;
    for (const option of sessionOptions(job, this.settings)) {
      this.statements.push({ sql: setStatement(option), operator: undefined, line: undefined });
    }
    operators.forEach((operator, index) => this.add(operator, index));
    this.addInserts();
    const inOrder = inPlanOrder(this.graph).map((index) => this.defined[index]!);
    return { job, statements: this.statements, operators: inOrder, notes: this.notes.all };
  }

  private add(operator: GraphOperator, index: number): void {
    const name = this.names[index]!;
    const at = this.placeOf(operator);
    const { timeColumn } = this;
    const parallelism = ownParallelism(operator, this.settings.parallelism);
    if (parallelism !== undefined && !carriesParallelism(operator)) {
      this.notes.add(
        `“${name}” has the parallelism of the job: Flink SQL has one of their own for generated sources, files and printing only.`,
        at,
      );
    }
    const inputs = this.inputsOf(operator, name, at);
    const part: Translated = { operator, name, at, inputs, timeColumn, parallelism };
    if (operator.operator.kind === 'source') {
      const { statements, stream, table, node } = translateSource(part, this.closures, this.notes);
      this.define(operator, { table, node });
      for (const sql of statements) this.addStatement(sql, part);
      this.streams.push(stream);
      return;
    }
    if (operator.eventTime !== undefined) {
      refuse('Flink SQL has event time from the source on: assign timestamps there.', at);
    }
    if (operator.operator.kind === 'sink') {
      this.addStatement(sinkTable(operator.operator.sink, part), part);
      this.inserts.push({ sql: insertStatement(part), of: part });
      this.define(operator, { table: name });
      this.streams.push(part.inputs[0]!);
      return;
    }
    const { sql, node, ...stream } = this.query(part);
    this.define(operator, { node });
    this.addStatement(view(name, sql), part);
    const isTimed = operator.operator.kind === 'window' || part.inputs.every((input) => input.isTimed);
    this.streams.push({ ...stream, name, isTimed });
  }

  private query(part: Translated): Query {
    const { operator } = part.operator;
    const { closures, notes } = this;
    const output = part.operator.output!;
    const first = part.inputs[0]!;
    switch (operator.kind) {
      case 'filter':
        return filterQuery(operator.keep, part, closures);
      case 'map':
        return mapQuery(operator.map, first, output, part, closures);
      case 'flatMap':
        return flatMapQuery(operator.flatMap, first, output, part, closures);
      case 'coMap':
        return both(
          part.inputs.map((input, side) => mapQuery(operator.maps[side]!, input, output, part, closures)),
        );
      case 'coFlatMap':
        return both(
          part.inputs.map((input, side) =>
            flatMapQuery(operator.flatMaps[side]!, input, output, part, closures),
          ),
        );
      case 'process':
        return processQuery(operator.functions, part, closures, notes);
      case 'reduce':
        return reduceQuery(operator.reduce, operator.functions.inputs[0]!.key, part, closures);
      case 'window':
        return windowQuery(operator.window, part, closures);
      case 'coProcess': {
        const { before, ...query } = coProcessQuery(operator.functions, part, closures, notes);
        this.addStatement(before, part);
        return query;
      }
      case 'source':
      case 'sink':
        throw new TypeError('not an operator between others');
    }
  }

  /** What each input reads, as one table or view: several streams of one input are put together first. */
  private inputsOf(
    operator: GraphOperator,
    name: string,
    at: DefinitionPlace | undefined,
  ): readonly Stream[] {
    const sides = operator.operator.kind.startsWith('co') ? ([0, 1] as const) : ([0] as const);
    if (operator.inputs.length === 0) return [];
    return sides.map((side) => {
      const streams = operator.inputs
        .filter((input) => input.side === side)
        .map(({ from }) => this.streams[from]!);
      const [first, ...others] = streams;
      if (others.length === 0) return first!;
      const whole: Stream = {
        name: sides.length === 1 ? `${name} input` : `${name} input ${side + 1}`,
        fields: commonFields(streams.map(({ fields }) => fields)),
        isTimed: streams.every(({ isTimed }) => isTimed),
      };
      const parts = streams.map((stream) =>
        select(
          [...whole.fields.map((field) => quotedName(field.name)), ...timeItem(whole, this.timeColumn)],
          [`FROM ${quotedName(stream.name)}`],
        ),
      );
      const sql = view(whole.name, parts.join('\nUNION ALL\n'));
      this.statements.push({ sql, operator: name, line: at?.line });
      return whole;
    });
  }

  private addStatement(sql: string, { name, at }: Translated): void {
    this.statements.push({ sql, operator: name, line: at?.line });
  }

  private define(
    { id, name, definedAtLine: line }: GraphOperator,
    { table, node }: { readonly table?: string; readonly node?: PlanNode | undefined },
  ): void {
    this.defined.push({ id, name, line, table, node });
  }

  private addInserts(): void {
    const [first, ...others] = this.inserts;
    if (others.length === 0) {
      if (first) this.addStatement(first.sql, first.of);
      return;
    }
    const all = this.inserts.map(({ sql }) => `${indented(sql)};`).join('\n');
    this.statements.push({
      sql: `EXECUTE STATEMENT SET\nBEGIN\n${all}\nEND`,
      operator: undefined,
      line: undefined,
    });
  }

  private placeOf({ definedAtLine }: GraphOperator): DefinitionPlace | undefined {
    return definedAtLine === undefined ? undefined : { file: this.file, line: definedAtLine, column: 1 };
  }
}

function both(queries: readonly Query[]): Query {
  return {
    sql: queries.map(({ sql }) => sql).join('\nUNION ALL\n'),
    fields: commonFields(queries.map(({ fields }) => fields)),
  };
}

/** Of an operator that has another than the job. A file is read by one subtask in both. */
function ownParallelism({ operator, parallelism }: GraphOperator, ofJob: number): number | undefined {
  const isFile = operator.kind === 'source' && operator.source.kind === 'file';
  return parallelism === (isFile ? 1 : ofJob) ? undefined : parallelism;
}

function carriesParallelism({ operator }: GraphOperator): boolean {
  if (operator.kind === 'source') return operator.source.kind === 'generate';
  return operator.kind === 'sink' && operator.sink.kind !== 'blackhole';
}

/** The operators' own names, with the id where two have the same. */
function namesOf({ operators }: Graph): readonly string[] {
  return operators.map(({ id, name }) =>
    operators.filter((other) => other.name === name).length === 1 ? name : `${name} (${id})`,
  );
}
