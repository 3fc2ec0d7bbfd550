/** Keys and positions from the top of a JSON text to one of its values. */
export type JsonPath = readonly (string | number)[];

/** Longest key that a path shows; hostile files have keys of any length. */
const keyLength = 60;

/** As one writes it in JavaScript: `spans.duration[12]`, `source["my key"]`. */
export function pathText(path: JsonPath): string {
  return path
    .map((key, depth) => {
      if (typeof key === 'number') return `[${key}]`;
      const short = key.length > keyLength ? `${key.slice(0, keyLength)}…` : key;
      if (!/^[\p{L}_$][\p{L}\p{N}_$…]*$/u.test(short)) return `[${JSON.stringify(short)}]`;
      return depth === 0 ? short : `.${short}`;
    })
    .join('');
}
