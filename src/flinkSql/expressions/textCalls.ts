import type { Expression, TextCallName } from './expression.js';
import { space, trimmed } from './numberCalls.js';
import { boolean, failure, integer, string, textLiteral, type SqlText } from './sqlParts.js';
import { isOneUnitEach } from './textFacts.js';

/** A function of a text; `sql` has its arguments, texts and positions. */
export function textCall(name: TextCallName, sql: readonly string[], args: readonly Expression[]): SqlText {
  const [x, second, third] = sql as [string, string, string];
  switch (name) {
    case 'length':
      return integer(units(x, args[0]));
    case 'includes':
      return boolean(`POSITION(${second} IN ${x}) > 0`);
    case 'startsWith':
      return boolean(`POSITION(${second} IN ${x}) = 1`);
    case 'endsWith':
      return boolean(`RIGHT(${x}, CHAR_LENGTH(${second})) = ${second}`);
    case 'indexOf': {
      const place = `POSITION(${second} IN ${x})`;
      if (isOneUnitEach(args[0]!)) return integer(`(${place} - 1)`);
      const before = units(`SUBSTRING(${x}, 1, ${place} - 1)`, undefined);
      return integer(`CASE WHEN ${place} = 0 THEN -1 ELSE ${before} END`);
    }
    case 'replaceAll':
      return string(`REPLACE(${x}, ${second}, ${third})`);
    case 'replace':
      return string(replacedFirst(x, args[1]!, third));
    case 'trim':
      return string(trimmed(x));
    case 'trimStart':
      return string(`REGEXP_REPLACE(${x}, '^${space}+', '')`);
    case 'trimEnd':
      return string(`REGEXP_REPLACE(${x}, '${space}+\\z', '')`);
    case 'slice':
      return sliced(x, args[0]!, positionOf(args[1]!), args[2] && positionOf(args[2]));
    case 'repeat':
      return string(`REPEAT(${x}, ${second})`);
    case 'padStart':
    case 'padEnd': {
      const padded = `${name === 'padStart' ? 'LPAD' : 'RPAD'}(${x}, ${second}, ${third})`;
      return string(`CASE WHEN ${units(x, args[0])} >= ${second} THEN ${x} ELSE ${padded} END`);
    }
    case 'toUpperCase':
    case 'toLowerCase':
      return inCase(name, x);
    case 'part':
      return partOf(x, second, positionOf(args[2]!));
    case 'parts': {
      const left = `CHAR_LENGTH(REPLACE(${x}, ${second}, ''))`;
      return integer(`((CHAR_LENGTH(${x}) - ${left}) / CHAR_LENGTH(${second}) + 1)`);
    }
  }
}

function positionOf(argument: Expression): number {
  if (argument.kind === 'literal') return Number(argument.value);
  throw new TypeError('a position is a plain number');
}

/** What is not behind another of the same. */
function replacedFirst(x: string, what: Expression, by: string): string {
  if (what.kind !== 'literal') throw new TypeError('what is replaced is a plain text');
  const first = String(what.value).replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
  return `REGEXP_REPLACE(${x}, ${textLiteral(`(?s)(?<!${first}.{0,1000000000})${first}`)}, ${by})`;
}

/** The length in UTF-16 units, as JavaScript counts: a character beyond U+FFFF is two. */
function units(x: string, text: Expression | undefined): string {
  if (text !== undefined && isOneUnitEach(text)) return `CHAR_LENGTH(${x})`;
  return `CHAR_LENGTH(REGEXP_REPLACE(${x}, '[\\x{10000}-\\x{10FFFF}]', '..'))`;
}

/** A low half at the beginning, or a high one at the end, of what is given byte by byte. */
const halves = String.raw`(?s)^[\x{DC}-\x{DF}]|[\x{D8}-\x{DB}].\z`;

/** SQL cuts by characters: where one may be two units, the text is cut as its bytes in UTF-16, each byte a character. */
function sliced(x: string, text: Expression, from: number, to: number | undefined): SqlText {
  if (isOneUnitEach(text)) return string(substring(x, from, to, 1));
  const bytes = `DECODE(ENCODE(${x}, 'UTF-16BE'), 'ISO-8859-1')`;
  const cut = substring(bytes, from, to, 2);
  const isHalved = `REGEXP(${cut}, '${halves}')`;
  return string(
    `CASE WHEN ${isHalved} THEN ${failure('this is cut in the middle of a character', x, 'STRING')} ` +
      `ELSE DECODE(ENCODE(${cut}, 'ISO-8859-1'), 'UTF-16BE') END`,
  );
}

/** From a position up to another, where each of JavaScript’s is so many of SQL’s; below 0 from the end. */
function substring(x: string, from: number, to: number | undefined, width: number): string {
  const at = (position: number): string =>
    position >= 0 ? String(position * width) : `GREATEST(CHAR_LENGTH(${x}) - ${-position * width}, 0)`;
  const isPlain = from >= 0;
  const start = isPlain ? String(from * width + 1) : `${at(from)} + 1`;
  if (to === undefined) return `SUBSTRING(${x}, ${start})`;
  const length =
    isPlain && to >= 0 ? String(Math.max(0, to - from) * width) : `GREATEST(${at(to)} - ${at(from)}, 0)`;
  return `SUBSTRING(${x}, ${start}, ${length})`;
}

/** JavaScript has at least one part; what is beyond the last is not there. */
function partOf(x: string, separator: string, index: number): SqlText {
  const part = `SPLIT_INDEX(${x}, ${separator}, ${index})`;
  const missing = index === 0 ? `CAST('' AS STRING)` : failure(`there is no part ${index}`, x, 'STRING');
  return string(`CASE WHEN ${part} IS NULL THEN ${missing} ELSE ${part} END`);
}

/**
 * Letters whose other case has been the same in all versions of Unicode since Java 8, in every language: of Latin, Greek and
 * Cyrillic, and all that have none. Java takes the language of its process for i, and a rule of its own for the Greek Σ at the
 * end of a word.
 */
const cased = String.raw`\x00-\x{12F}\x{132}-\x{17F}\x{386}-\x{3A1}\x{3A4}-\x{3CE}\x{400}-\x{481}\x{48A}-\x{527}`;
const caseless = String.raw`\x{5D0}-\x{5EA}\x{620}-\x{64A}\x{904}-\x{939}\x{E01}-\x{E30}\x{2000}-\x{2027}\x{2030}-\x{205E}\x{20A0}-\x{20BF}\x{3000}-\x{30FF}\x{3400}-\x{4DB5}\x{4E00}-\x{9FA5}\x{AC00}-\x{D7A3}\x{FF01}-\x{FF20}\x{FF61}-\x{FFEE}\x{1F300}-\x{1F64F}`;

function inCase(name: 'toUpperCase' | 'toLowerCase', x: string): SqlText {
  const [call, from, to] =
    name === 'toUpperCase' ? (['UPPER', 'i', 'I'] as const) : (['LOWER', 'IÌÍĨ', 'iìíĩ'] as const);
  const isKnown = `REGEXP(${x}, '^[${cased}${caseless}]*\\z')`;
  const made = `${call}(TRANSLATE(${x}, ${textLiteral(from)}, ${textLiteral(to)}))`;
  const failed = failure(`${name}() of letters that Java may have in another way`, x, 'STRING');
  return string(`CASE WHEN ${isKnown} THEN ${made} ELSE ${failed} END`);
}
