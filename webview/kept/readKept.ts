/** Reads a part of what was kept; undefined where no version of the page has written such a thing. */
export type Reader<T> = (value: unknown) => T | undefined;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function readFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function oneOf<T>(known: readonly T[]): Reader<T> {
  return (value) => known.find((one) => one === value);
}

/** The items that can be read. */
export function listOf<T>(read: Reader<T>): Reader<T[]> {
  return (value) =>
    Array.isArray(value) ? value.map(read).filter((item): item is T & {} => item !== undefined) : undefined;
}
