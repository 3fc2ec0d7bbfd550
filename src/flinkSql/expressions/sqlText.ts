import {
  contains,
  isNamed,
  numberCallNames,
  parseNames,
  textCallNames,
  typeOfKind,
  type Aggregate,
  type Binary,
  type Call,
  type Conditional,
  type Declared,
  type Expression,
  type ScalarKind,
} from './expression.js';
import { factsOf, fits } from './numberFacts.js';
import { datePart, isoText, isoTextOfWindow, parsedDate, windowMs, years } from './dateCalls.js';
import { comparedNumbers, signOf } from './comparison.js';
import { divisorSql, fractionRemainder, isWholeRemainder, wholeRemainder } from './division.js';
import { numberCall, numberOnly, parsedText } from './numberCalls.js';
import {
  boolean,
  double,
  doubleLiteral,
  string,
  textLiteral,
  type SqlText,
  type SqlType,
} from './sqlParts.js';
import { textCall } from './textCalls.js';
import { checkDate, checkNumberAsText } from './arithmeticLimits.js';
import { refuse } from './refusal.js';

export const sqlTypes: Readonly<Record<ScalarKind, SqlType>> = {
  int32: 'INT',
  int64: 'BIGINT',
  float64: 'DOUBLE',
  boolean: 'BOOLEAN',
  string: 'STRING',
};

/** A name in SQL, whatever it is. */
export function quotedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** Usual names of fields that SQL has for itself. */
const reserved = new Set(
  (
    'abs all and any array as asc at avg begin between by case cast char column count cross current cycle date day ' +
    'decimal default delete desc describe distinct double each else end every except exists false fetch filter first ' +
    'float floor for from full function group hour if in index inner insert int integer interval into is join key last ' +
    'left length level like limit local lower map match max min minute mod model modules month natural new next no not ' +
    'null number of offset on one only open or order out outer over part partition percent position power precision ' +
    'primary range rank raw real ref result return right row rows second select session set size some start state ' +
    'statistics stream string sum system table tables then time timestamp to total trim true truncate type union ' +
    'unique unknown update upper user using value values view views watermark watermarks week when where window with ' +
    'within year'
  ).split(' '),
);

/** Numbers are computed as JavaScript does it, in double precision; only what is compared or passed on stays whole. */
export function sqlOf(expression: Expression): SqlText {
  switch (expression.kind) {
    case 'column':
      return { sql: quotedName(expression.name), type: sqlTypes[expression.field] };
    case 'literal':
      return literal(expression);
    case 'binary':
      return binary(expression);
    case 'unary':
      return unary(expression);
    case 'conditional':
      return conditional(expression);
    case 'call':
      return call(expression);
    case 'text': {
      const { operand } = expression;
      checkNumberAsText(expression);
      if (operand.type === 'boolean') {
        return string(`CASE WHEN ${sqlOf(operand).sql} THEN 'true' ELSE 'false' END`);
      }
      return string(`CAST(${whole(operand)} AS STRING)`);
    }
    case 'random':
      return expression.below === undefined
        ? double('RAND()')
        : double(`FLOOR(RAND() * ${asDouble(expression.below)})`);
    case 'windowBound':
      return windowMs(expression.bound, expression.isWholeSeconds);
    case 'aggregate':
      return aggregate(expression);
    case 'declared':
      return declared(expression);
    case 'before':
      return refuse(
        `what “${expression.name}” was before the record is used in a way that has no twin in SQL.`,
        expression.at,
      );
  }
}

/** As a value of a field. */
export function sqlAs(expression: Expression, kind: ScalarKind): string {
  const { sql, type } = sqlOf(expression);
  const wanted = sqlTypes[kind];
  // A plain text is one of fixed length in SQL, which is filled up with spaces beside a longer one.
  if (expression.kind === 'literal' && wanted === 'STRING') return `CAST(${sql} AS STRING)`;
  if (type === wanted) return sql;
  if (kind === 'float64') return asDouble(expression);
  return `CAST(${sql} AS ${wanted})`;
}

/** The expression as what a field of the kind can hold, checked where that is not certain. */
export function declaredAs(name: string, field: ScalarKind, operand: Expression): Expression {
  if (operand.type !== typeOfKind[field]) {
    refuse(`the field “${name}” is declared ${field} and gets a ${operand.type}.`, operand.at);
  }
  if ((field !== 'int32' && field !== 'int64') || fits(operand, field)) return operand;
  return { kind: 'declared', type: operand.type, name, field, operand, at: operand.at };
}

function literal({ value, at }: Extract<Expression, { kind: 'literal' }>): SqlText {
  if (typeof value === 'boolean') return boolean(value ? 'TRUE' : 'FALSE');
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) {
      refuse('this text has half a character in it, which SQL cannot have.', at);
    }
    return string(textLiteral(value));
  }
  if (!Number.isSafeInteger(value)) return double(doubleLiteral(value));
  return { sql: String(value), type: Math.abs(value) < 2 ** 31 ? 'INT' : 'BIGINT' };
}

/** In double precision. */
export function asDouble(expression: Expression): string {
  if (expression.kind === 'literal' && typeof expression.value === 'number') {
    return doubleLiteral(expression.value);
  }
  const { sql, type } = sqlOf(expression);
  return type === 'DOUBLE' ? sql : `CAST(${sql} AS DOUBLE)`;
}

/** Of a number that is known to be whole. */
function whole(expression: Expression): string {
  const { sql, type } = sqlOf(expression);
  return type === 'DOUBLE' ? `CAST(${sql} AS BIGINT)` : sql;
}

function bracketed(expression: Expression, sql: string): string {
  const { kind, type } = expression;
  return kind === 'binary' || kind === 'unary' || (kind === 'call' && type === 'boolean') ? `(${sql})` : sql;
}

function binary(expression: Binary): SqlText {
  const { operator, left, right } = expression;
  switch (operator) {
    case '&&':
    case '||': {
      const word = operator === '&&' ? 'AND' : 'OR';
      return boolean(joined(expression, word));
    }
    case 'concat':
      return string(joined(expression, '||'));
    case '===':
    case '!==':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(expression);
    case '%':
      return isWholeRemainder(expression)
        ? wholeRemainder(expression, [whole(left), whole(right)])
        : fractionRemainder(expression, [bracketedNumber(left), bracketedNumber(right)]);
    case '+':
    case '-':
    case '*':
      return double(`${bracketedNumber(left)} ${operator} ${bracketedNumber(right)}`);
    case '/':
      return double(`${bracketedNumber(left)} / ${divisorSql(right, bracketedNumber(right))}`);
  }
}

/** One after the other needs no brackets: `a AND b AND c`. */
function joined({ operator, left, right }: Binary, word: string): string {
  const isChain = left.kind === 'binary' && left.operator === operator;
  const { sql } = sqlOf(left);
  return `${isChain ? sql : bracketed(left, sql)} ${word} ${bracketed(right, sqlOf(right).sql)}`;
}

function bracketedNumber(expression: Expression): string {
  const sql = asDouble(expression);
  return isArithmetic(expression) || sql.startsWith('-') ? `(${sql})` : sql;
}

function isArithmetic({ kind }: Expression): boolean {
  return kind === 'binary' || kind === 'unary';
}

/** `isOnlyTruth` where nothing asks for the opposite. */
function comparison(expression: Binary, isOnlyTruth = false): SqlText {
  const { operator, left, right } = expression;
  const sign = signOf(operator);
  if (left.type === 'number') {
    const [one, other] = [sqlOf(left), sqlOf(right)];
    const isWhole = one.type !== 'DOUBLE' && other.type !== 'DOUBLE';
    if (isWhole) return boolean(`${one.sql} ${sign} ${other.sql}`);
    return boolean(comparedNumbers(expression, bracketedNumber(left), bracketedNumber(right), isOnlyTruth));
  }
  const [one, other] = [left, right].map((side) => bracketed(side, sqlOf(side).sql));
  if (sign === '=' || sign === '<>') return boolean(`${one} ${sign} ${other}`);
  // JavaScript compares UTF-16 units, SQL characters.
  return boolean(`ENCODE(${one}, 'UTF-16BE') ${sign} ENCODE(${other}, 'UTF-16BE')`);
}

/** As what chooses rows: only whether it is true counts. */
export function conditionSql(expression: Expression): string {
  if (expression.kind !== 'binary') return sqlOf(expression).sql;
  const { operator, left, right } = expression;
  if (operator === '&&') {
    return [left, right].map((side) => bracketed(side, conditionSql(side))).join(' AND ');
  }
  return isOrder(operator) ? comparison(expression, true).sql : sqlOf(expression).sql;
}

function isOrder(operator: Binary['operator']): boolean {
  return ['<', '<=', '>', '>='].includes(operator);
}

function unary({ operator, operand }: Extract<Expression, { kind: 'unary' }>): SqlText {
  if (operator === '-') return double(`-${bracketedNumber(operand)}`);
  return boolean(`NOT ${bracketed(operand, sqlOf(operand).sql)}`);
}

function conditional({ type, test, yes, no }: Conditional): SqlText {
  const [one, other] = [sqlOf(yes), sqlOf(no)];
  const common = one.type === other.type && type === 'number' ? one.type : undefined;
  const side = (expression: Expression): string => {
    if (type === 'string') return sqlAs(expression, 'string');
    return type === 'number' && common === undefined ? asDouble(expression) : sqlOf(expression).sql;
  };
  const sql = `CASE WHEN ${sqlOf(test).sql} THEN ${side(yes)} ELSE ${side(no)} END`;
  return { sql, type: type === 'number' ? (common ?? 'DOUBLE') : one.type };
}

function call({ name, args }: Call): SqlText {
  const first = args[0]!;
  if (isNamed(numberCallNames, name)) {
    if (args.length === 1 && (name === 'max' || name === 'min')) return sqlOf(first);
    return numberCall(name, args.map(asDouble), args);
  }
  if (name === 'isoText') return isoTextOf(first);
  const texts = args.map((argument) => bracketed(argument, sqlOf(argument).sql));
  if (isNamed(parseNames, name)) return parsedText(name, texts[0]!);
  if (isNamed(textCallNames, name)) return textCall(name, texts, args);
  if (name === 'parsedDate') return parsedDate(texts[0]!);
  return datePart(isoTextOf(first).sql, name);
}

function isoTextOf(ms: Expression): SqlText {
  if (ms.kind === 'windowBound') return isoTextOfWindow(ms.bound);
  checkDate(ms);
  const { low, high } = factsOf(ms);
  const isInYears = low >= years.first && high <= years.last;
  return isoText(whole(ms), isInYears);
}

const aggregates: Readonly<Record<Aggregate['name'], string>> = {
  count: 'COUNT',
  sum: 'SUM',
  min: 'MIN',
  max: 'MAX',
  first: 'FIRST_VALUE',
  last: 'LAST_VALUE',
};

/** What is in its column, or, without one, its call; where no record counts, what it is then. */
function aggregate(expression: Aggregate): SqlText {
  const { column, otherwise, ...rest } = expression;
  const call = aggregateCall(rest);
  const found = column === undefined ? call : { ...call, sql: quotedName(column) };
  if (otherwise === undefined) return found;
  const instead = found.type === 'DOUBLE' ? asDouble(otherwise) : sqlOf(otherwise).sql;
  const text = found.type === 'STRING' ? `CAST(${instead} AS STRING)` : instead;
  return { ...found, sql: `COALESCE(${found.sql}, ${text})` };
}

/** A call of an aggregate function of SQL. */
export function aggregateCall({ name, operand, when }: Omit<Aggregate, 'column' | 'otherwise'>): SqlText {
  const chosen = (value: string): string =>
    when === undefined ? value : `CASE WHEN ${sqlOf(when).sql} THEN ${value} END`;
  if (operand === undefined) {
    return { sql: `COUNT(${when === undefined ? '*' : chosen('1')})`, type: 'BIGINT' };
  }
  if (name === 'sum') return double(`SUM(${chosen(asDouble(operand))})`);
  const { sql, type } = sqlOf(operand);
  if (factsOf(operand).mayBeNaN && (name === 'min' || name === 'max')) {
    return double(`${aggregates[name]}(${chosen(numberOnly(name, asDouble(operand)))})`);
  }
  return { sql: `${aggregates[name]}(${chosen(sql)})`, type };
}

const ranges = {
  int32: '-2147483648E0 AND 2147483647E0',
  int64: '-9007199254740991E0 AND 9007199254740991E0',
} as const;

/** Fails as the engine does, with its words, where the field cannot hold the value. */
function declared({ name, field, operand, at }: Declared): SqlText {
  if ((field !== 'int32' && field !== 'int64') || fits(operand, field)) {
    return { sql: sqlAs(operand, field), type: sqlTypes[field] };
  }
  if (contains(operand, ({ kind }) => kind === 'random')) {
    refuse(`“${name}” is declared ${field}, and a drawn number may be none.`, at);
  }
  const x = asDouble(operand);
  const value = bracketedNumber(operand);
  const complaint = textLiteral(`the field “${name}” is declared ${field} and got `);
  const type = sqlTypes[field];
  // What is whole stays so however it is added up, as far as it is in range.
  const isWhole = factsOf(operand).isWhole ? '' : ` AND ${value} = FLOOR(${x})`;
  return {
    sql: [
      `CASE WHEN ${value} BETWEEN ${ranges[field]}${isWhole} THEN CAST(${x} AS ${type})`,
      `ELSE CAST(${complaint} || CAST(${x} AS STRING) AS ${type}) END`,
    ].join(' '),
    type,
  };
}
