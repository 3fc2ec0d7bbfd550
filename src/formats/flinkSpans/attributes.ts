import { isMoment } from '../../trace/json/fields.js';

export type Attributes = ReadonlyMap<string, string | number>;

/** An attribute's name without the angle brackets around a variable of Flink's: `<job_id>` is `job_id`. */
export function attributeName(name: string): string {
  return name.startsWith('<') && name.endsWith('>') ? name.slice(1, -1) : name;
}

/** The first of the attributes that says something, as text. */
export function textOf(attributes: Attributes, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = String(attributes.get(name) ?? '').trim();
    if (text !== '') return text;
  }
  return undefined;
}

/** A duration or a Unix moment, as a number of ms or as its text; absent where it is longer than time can be. */
export function msOf(attributes: Attributes, name: string): number | undefined {
  const value = numberOf(attributes, name);
  return isMoment(value) ? value : undefined;
}

/** A whole number below `limit`: an id, an index, a number of bytes. */
export function wholeOf(
  attributes: Attributes,
  name: string,
  limit = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = numberOf(attributes, name);
  return value !== undefined && Number.isSafeInteger(value) && value < limit ? value : undefined;
}

/** As a number or as its text; what Flink calls unset, `-1`, is absent. */
function numberOf(attributes: Attributes, name: string): number | undefined {
  const value = attributes.get(name);
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : undefined;
  return value !== undefined && /^\d{1,16}(?:\.\d{1,16})?$/.test(value) ? Number(value) : undefined;
}
