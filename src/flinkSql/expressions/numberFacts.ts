import { parsedYears } from './dateCalls.js';
import {
  isNamed,
  numberCallNames,
  parseNames,
  type Aggregate,
  type Call,
  type Expression,
  type NumberFacts,
  type ScalarKind,
} from './expression.js';

const safe = Number.MAX_SAFE_INTEGER;

const limits: Readonly<Record<'int32' | 'int64', readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-safe, safe],
};

const anything: NumberFacts = {
  isWhole: false,
  low: -Infinity,
  high: Infinity,
  mayBeNaN: false,
  zeroSignDiffers: false,
};

const finite: NumberFacts = { ...anything, low: -Number.MAX_VALUE, high: Number.MAX_VALUE };

/** Of any value that a field of the kind may have, as one that was computed or as one that was read from a file. */
export function factsOfKind(kind: ScalarKind, isComputed: boolean): NumberFacts {
  // The engine keeps an int64 of −0 as it is.
  if (kind === 'int32' || kind === 'int64') return ofWhole(kind, isComputed && kind === 'int64');
  return isComputed ? { ...anything, mayBeNaN: true, zeroSignDiffers: true } : finite;
}

function ofWhole(kind: 'int32' | 'int64', zeroSignDiffers: boolean): NumberFacts {
  const [low, high] = limits[kind];
  return { isWhole: true, low, high, mayBeNaN: false, zeroSignDiffers };
}

/** Whether a number is whole and has all its digits in double precision. */
export function isExactWhole(expression: Expression): boolean {
  return fits(expression, 'int64');
}

/** Whether a field of the kind can hold every value that the expression may have. */
export function fits(expression: Expression, kind: 'int32' | 'int64'): boolean {
  const { isWhole, low, high, mayBeNaN } = factsOf(expression);
  const [lowest, highest] = limits[kind];
  return isWhole && !mayBeNaN && low >= lowest && high <= highest;
}

/** What is known of an expression of type number. */
export function factsOf(expression: Expression): NumberFacts {
  switch (expression.kind) {
    case 'column':
      return expression.facts;
    case 'before':
      return factsOfKind(expression.field, true);
    case 'declared':
      return ofDeclared(expression.field, factsOf(expression.operand));
    case 'literal': {
      const value = Number(expression.value);
      if (Number.isNaN(value)) return { ...anything, mayBeNaN: true };
      const zeroSignDiffers = Object.is(value, -0);
      return { ...anything, isWhole: Number.isSafeInteger(value), low: value, high: value, zeroSignDiffers };
    }
    case 'binary':
      return ofArithmetic(expression.operator, factsOf(expression.left), factsOf(expression.right));
    case 'unary': {
      const { low, high, ...rest } = factsOf(expression.operand);
      return { ...rest, low: -high, high: -low };
    }
    case 'conditional':
      return either(factsOf(expression.yes), factsOf(expression.no));
    case 'call':
      return ofCall(expression);
    case 'random': {
      if (expression.below === undefined) return { ...anything, low: 0, high: 1 };
      const { high } = factsOf(expression.below);
      return { ...anything, isWhole: true, low: 0, high: high - 1 };
    }
    case 'aggregate': {
      const { otherwise } = expression;
      const found = ofAggregate(expression);
      return otherwise === undefined ? found : either(found, factsOf(otherwise));
    }
    case 'windowBound':
      return { ...anything, isWhole: true, low: -dateMax, high: dateMax };
    case 'text':
      return anything;
  }
}

/** What went through a field is in its range, whatever it was before. */
export function ofDeclared(kind: ScalarKind, of: NumberFacts): NumberFacts {
  if (kind !== 'int32' && kind !== 'int64') return of;
  const all = ofWhole(kind, true);
  return { ...all, low: Math.max(all.low, of.low), high: Math.min(all.high, of.high) };
}

function ofAggregate({ name, operand, when, isFromZero }: Aggregate): NumberFacts {
  // So many records nobody has.
  if (operand === undefined) {
    return { ...anything, isWhole: true, low: when === undefined ? 1 : 0, high: safe };
  }
  const of = factsOf(operand);
  // An extreme of NaN ends the job.
  if (name === 'min' || name === 'max') return { ...of, mayBeNaN: false, zeroSignDiffers: true };
  if (name !== 'sum') return { ...of, zeroSignDiffers: true };
  return {
    isWhole: of.isWhole,
    low: of.low >= 0 ? 0 : -Infinity,
    high: of.high <= 0 ? 0 : Infinity,
    // Infinity plus what is finite stays.
    mayBeNaN: of.mayBeNaN || boundedBy(of) === Infinity,
    zeroSignDiffers: of.zeroSignDiffers || (isFromZero === true && mayBeNegativeZero(operand)),
  };
}

function mayBeNegativeZero(of: Expression): boolean {
  if (of.kind === 'column') return of.field === 'float64' || of.facts.zeroSignDiffers;
  if (of.kind === 'conditional') return mayBeNegativeZero(of.yes) || mayBeNegativeZero(of.no);
  return of.kind !== 'literal' || Object.is(of.value, -0);
}

/** Of what is one or the other. */
export function either(one: NumberFacts, other: NumberFacts): NumberFacts {
  return {
    isWhole: one.isWhole && other.isWhole,
    low: Math.min(one.low, other.low),
    high: Math.max(one.high, other.high),
    mayBeNaN: one.mayBeNaN || other.mayBeNaN,
    zeroSignDiffers: one.zeroSignDiffers || other.zeroSignDiffers,
  };
}

function ofArithmetic(operator: string, a: NumberFacts, b: NumberFacts): NumberFacts {
  const common = {
    mayBeNaN: a.mayBeNaN || b.mayBeNaN,
    zeroSignDiffers: a.zeroSignDiffers || b.zeroSignDiffers,
  };
  const isFinite = boundedBy(a) < Infinity && boundedBy(b) < Infinity;
  if (operator === '%') {
    const most = Math.min(boundedBy(b), boundedBy(a));
    const mayBeNaN = common.mayBeNaN || boundedBy(a) === Infinity || (b.low <= 0 && b.high >= 0);
    const isWhole = a.isWhole && b.isWhole;
    return { isWhole, low: a.low >= 0 ? 0 : -most, high: most, mayBeNaN, zeroSignDiffers: true };
  }
  if (operator === '/') {
    const isSound = isFinite && !(b.low <= 0 && b.high >= 0);
    return { ...anything, ...common, mayBeNaN: common.mayBeNaN || !isSound };
  }
  const [low, high] = bounds(operator, a, b);
  const isWhole = a.isWhole && b.isWhole && low >= -safe && high <= safe;
  return { ...common, isWhole, low, high, mayBeNaN: common.mayBeNaN || !isFinite };
}

function bounds(operator: string, a: NumberFacts, b: NumberFacts): readonly [number, number] {
  const ends =
    operator === '+'
      ? [a.low + b.low, a.high + b.high]
      : operator === '-'
        ? [a.low - b.high, a.high - b.low]
        : [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  if (ends.some(Number.isNaN)) return [-Infinity, Infinity];
  return [Math.min(...ends), Math.max(...ends)];
}

function boundedBy({ low, high }: NumberFacts): number {
  return Math.max(Math.abs(low), Math.abs(high));
}

/** Of a date, ms. */
const dateMax = 8.64e15;

function ofCall({ name, args }: Call): NumberFacts {
  if (isNamed(parseNames, name)) return { ...anything, mayBeNaN: !name.startsWith('cell') };
  if (name === 'parsedDate') {
    return { ...anything, isWhole: true, low: parsedYears.first, high: parsedYears.last };
  }
  // Lengths, positions, parts of dates.
  if (!isNamed(numberCallNames, name)) return { ...anything, isWhole: true, low: -1, high: 2 ** 31 };
  const facts = args.map(factsOf);
  const [of = anything] = facts;
  switch (name) {
    case 'min':
    case 'max': {
      const pick = name === 'min' ? Math.min : Math.max;
      const low = pick(...facts.map((each) => each.low));
      const high = pick(...facts.map((each) => each.high));
      return { ...facts.reduce(either), low, high, zeroSignDiffers: true };
    }
    case 'abs': {
      const low = of.low <= 0 && of.high >= 0 ? 0 : Math.min(Math.abs(of.low), Math.abs(of.high));
      return { ...of, low, high: boundedBy(of) };
    }
    case 'sign':
      return { ...of, isWhole: !of.mayBeNaN, low: -1, high: 1 };
    case 'ceil':
    case 'floor':
    case 'round':
    case 'trunc': {
      const [low, high] = [Math.floor(of.low), Math.ceil(of.high)];
      const isWhole = !of.mayBeNaN && boundedBy({ ...of, low, high }) <= safe;
      return { ...of, isWhole, low, high };
    }
    case 'isFinite':
    case 'isInteger':
    case 'isNaN':
    case 'isSafeInteger':
      return anything;
  }
}
