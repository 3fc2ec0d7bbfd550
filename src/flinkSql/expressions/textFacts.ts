import type { Expression } from './expression.js';

/** Whether each character of the text is one UTF-16 unit, whatever the record: none is beyond U+FFFF. */
export function isOneUnitEach(text: Expression): boolean {
  switch (text.kind) {
    case 'literal':
      return !/[\u{10000}-\u{10FFFF}]/u.test(String(text.value));
    case 'text':
      return true;
    case 'binary':
      return isOneUnitEach(text.left) && isOneUnitEach(text.right);
    case 'conditional':
      return isOneUnitEach(text.yes) && isOneUnitEach(text.no);
    case 'call':
      return text.args.filter(({ type }) => type === 'string').every(isOneUnitEach);
    case 'declared':
      return isOneUnitEach(text.operand);
    case 'column':
    case 'before':
    case 'aggregate':
      return false;
    case 'unary':
    case 'random':
    case 'windowBound':
      throw new TypeError('not a text');
  }
}
