import type { KeyedFunctions } from '../../engine/pipeline/graph.js';
import type { Expression } from '../expressions/expression.js';
import { factsOfKind } from '../expressions/numberFacts.js';
import { refuse } from '../expressions/refusal.js';
import { quotedName, sqlAs, sqlOf } from '../expressions/sqlText.js';
import type { Closures } from '../functions/closures.js';
import { emittedUnder } from '../functions/runStatements.js';
import { negated } from '../functions/stateForms.js';
import { scalar, type Struct } from '../functions/value.js';
import { keyExpression, processed, statefulQuery } from './keyed.js';
import type { Notes } from './notes.js';
import { nothingOf, timeItem, type Query } from './stateless.js';
import { column, freeName, select, view, type Field, type Stream, type Translated } from './stream.js';

/** Of which input a record is; 0 for the first. */
type Side = 0 | 1;

/** Both inputs as one: a record has its own fields, and nothing in those of the other input. */
interface WholeInput {
  readonly sql: string;
  readonly stream: Stream;
  readonly isFirst: Expression;
  readonly key: Expression;
  /** Of each side: which column a field has become. */
  readonly columns: readonly ReadonlyMap<string, Field>[];
}

/** A process function of two inputs, as one that looks at each record for the input that it is of. */
export function coProcessQuery(
  functions: KeyedFunctions,
  part: Translated,
  closures: Closures,
  notes: Notes,
): Query & { readonly before: string } {
  const { at, name } = part;
  const whole = wholeInput(functions, part, closures);
  const sides = functions.inputs.map(({ process }, side) => {
    const fields = [...whole.columns[side]!].map(([field, as]) => [field, scalar(column(as, at))] as const);
    const record: Struct = { kind: 'struct', fields: new Map(fields) };
    return processed(process, record, whole.key, functions, part, closures);
  });
  const [first, second] = [sides[0]!, sides[1]!];
  const states = [...first.states].map(([of, yes]): readonly [string, Expression] => {
    const no = second.states.get(of)!;
    const isUntouched = yes.kind === 'before' && no.kind === 'before';
    if (isUntouched) return [of, yes];
    return [of, { kind: 'conditional', type: yes.type, test: whole.isFirst, yes, no, at }];
  });
  const emitted = [...emittedUnder(whole.isFirst, first), ...emittedUnder(negated(whole.isFirst), second)];
  notes.add(
    `in which order the records of the two inputs of “${name}” come is open, as on the embedded engine.`,
    at,
  );
  const query = statefulQuery(
    { states: new Map(states), emitted },
    whole.key,
    whole.stream,
    functions.state,
    part,
    notes,
  );
  return { ...query, before: whole.sql };
}

function wholeInput(
  { inputs }: KeyedFunctions,
  { inputs: streams, at, name, timeColumn }: Translated,
  closures: Closures,
): WholeInput {
  const [one, other] = [streams[0]!, streams[1]!];
  const keys = inputs.map(({ key }, side) => keyExpression(key, streams[side]!, closures));
  const types = keys.map((key) => sqlOf(key).type);
  if ((types[0] === 'STRING') !== (types[1] === 'STRING')) {
    return refuse('the keys of the two inputs are a number and a text.', at);
  }
  const taken = [...one.fields, ...other.fields].map((field) => field.name);
  const isFirst = flag(freeName('is_first', taken));
  const kind = types[0] === 'STRING' ? 'string' : types.every((type) => type === 'INT') ? 'int32' : 'int64';
  const key: Field = { name: freeName('common_key', taken), kind, facts: factsOfKind(kind, false) };
  const secondName = (field: Field): string =>
    one.fields.some((each) => each.name === field.name)
      ? freeName(`second ${field.name}`, taken)
      : field.name;
  const columns = [
    new Map(one.fields.map((field) => [field.name, field])),
    new Map(other.fields.map((field) => [field.name, { ...field, name: secondName(field) }])),
  ];
  const own = (side: Side): readonly Field[] => [...columns[side]!.values()];
  const isTimed = one.isTimed && other.isTimed;
  const stream: Stream = { name: `${name} inputs`, fields: [isFirst, key, ...own(0), ...own(1)], isTimed };
  const rows = ([0, 1] as const).map((side) => {
    const items = [
      `${side === 0 ? 'TRUE' : 'FALSE'} AS ${quotedName(isFirst.name)}`,
      `${sqlAs(keys[side]!, key.kind)} AS ${quotedName(key.name)}`,
      ...([0, 1] as const).flatMap((of) =>
        [...columns[of]!].map(([field, as]) =>
          of === side ? renamed(field, as.name) : `${nothingOf[as.kind]} AS ${quotedName(as.name)}`,
        ),
      ),
      ...timeItem(stream, timeColumn),
    ];
    return select(items, [`FROM ${quotedName(streams[side]!.name)}`]);
  });
  return {
    sql: view(stream.name, rows.join('\nUNION ALL\n')),
    stream,
    isFirst: column(isFirst, at),
    key: column(key, at),
    columns,
  };
}

function flag(name: string): Field {
  return { name, kind: 'boolean', facts: factsOfKind('boolean', false) };
}

function renamed(name: string, as: string): string {
  return name === as ? quotedName(name) : `${quotedName(name)} AS ${quotedName(as)}`;
}
