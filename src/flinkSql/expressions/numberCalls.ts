import type { Expression, NumberCallName, ParseName } from './expression.js';
import { factsOf } from './numberFacts.js';
import { boolean, double, failure, type SqlText } from './sqlParts.js';

const safest = '9007199254740991E0';

/** A function of numbers, given in double precision, as SQL has it. */
export function numberCall(
  name: NumberCallName,
  sql: readonly string[],
  args: readonly Expression[],
): SqlText {
  const x = sql[0]!;
  switch (name) {
    case 'abs':
    case 'ceil':
    case 'floor':
    case 'sign':
      return double(`${name.toUpperCase()}(${x})`);
    case 'max':
    case 'min':
      return double(extreme(name, sql, args));
    case 'round':
      return double(`CASE WHEN ${x} - FLOOR(${x}) >= 0.5E0 THEN CEIL(${x}) ELSE FLOOR(${x}) END`);
    case 'trunc':
      return double(`CASE WHEN ${x} < 0E0 THEN CEIL(${x}) ELSE FLOOR(${x}) END`);
    case 'isFinite':
      return boolean(isFinite(x));
    case 'isInteger':
      return boolean(`${isFinite(x)} AND ${x} = FLOOR(${x})`);
    case 'isSafeInteger':
      return boolean(`${isFinite(x)} AND ABS(${x}) <= ${safest} AND ${x} = FLOOR(${x})`);
    case 'isNaN':
      return boolean(isNaNSql(x));
  }
}

/** NaN, where one of them is. */
function extreme(name: 'max' | 'min', sql: readonly string[], args: readonly Expression[]): string {
  const plain = `${name === 'max' ? 'GREATEST' : 'LEAST'}(${sql.join(', ')})`;
  const unsure = sql.filter((_, index) => factsOf(args[index]!).mayBeNaN).map(isNaNSql);
  return unsure.length === 0
    ? plain
    : `CASE WHEN ${unsure.join(' OR ')} THEN ${notANumber} ELSE ${plain} END`;
}

/** A number that SQL can find the least or the greatest with: NaN ends the job. */
export function numberOnly(name: 'max' | 'min', x: string): string {
  const failed = failure(`Math.${name}(…) over records, one of them`, `CAST(${x} AS STRING)`, 'DOUBLE');
  return `CASE WHEN ${isNumberSql(x)} THEN ${x} ELSE ${failed} END`;
}

export function isNaNSql(x: string): string {
  return `CAST(${x} AS STRING) = 'NaN'`;
}

export function isNumberSql(x: string): string {
  return `CAST(${x} AS STRING) <> 'NaN'`;
}

/** By its text, whose opposite is right for NaN, too. */
function isFinite(x: string): string {
  return `CAST(${x} AS STRING) NOT IN ('NaN', 'Infinity', '-Infinity')`;
}

const decimal = String.raw`(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`;
export const notANumber = `CAST('NaN' AS DOUBLE)`;

/** White space of JavaScript, as a set of a regular expression of Java. */
export const space = String.raw`[\t\n\x0B\f\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]`;

/** A text read as a number or a boolean; `x` is the text. Where a cell has neither, the job ends as a run of the engine does. */
export function parsedText(name: ParseName, x: string): SqlText {
  switch (name) {
    case 'cellBoolean': {
      const failed = failure('this is neither true nor false', x, 'BOOLEAN');
      return boolean(`CASE ${x} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE ELSE ${failed} END`);
    }
    case 'cellNumber':
      return read(x, failure('this is no number', x, 'DOUBLE'));
    case 'toNumber':
      return read(
        x,
        [
          `CASE WHEN ${trimmed(x)} = '' THEN 0E0`,
          `WHEN REGEXP(${trimmed(x)}, '^0[xXoObB]') THEN ${failure('Number(…) of digits that are not decimal', x, 'DOUBLE')}`,
          `ELSE ${notANumber} END`,
        ].join(' '),
      );
    case 'parseFloat':
    case 'parseInt': {
      const digits = name === 'parseInt' ? String.raw`\d+` : `(Infinity|${decimal})`;
      const found = `REGEXP_EXTRACT(${x}, '^${space}*([+-]?${digits})', 1)`;
      return double(`COALESCE(CAST(${found} AS DOUBLE), ${notANumber})`);
    }
  }
}

/** A text without the white space of JavaScript at its ends. */
export function trimmed(x: string): string {
  return `REGEXP_REPLACE(${x}, '^${space}+|${space}+\\z', '')`;
}

function read(x: string, otherwise: string): SqlText {
  const text = trimmed(x);
  return double(
    `CASE WHEN REGEXP(${text}, '^[+-]?(Infinity|${decimal})\\z') THEN CAST(${text} AS DOUBLE) ELSE ${otherwise} END`,
  );
}
