import { toNanoseconds } from '../trace/nanoseconds.js';

/** JSON for people and programs, its numbers to the nanosecond: what a subtraction leaves behind that is no information. */
export function jsonText(value: unknown): string {
  const rounded = (_key: string, inner: unknown) =>
    typeof inner === 'number' ? toNanoseconds(inner) : inner;
  return `${JSON.stringify(value, rounded, 2)}\n`;
}
