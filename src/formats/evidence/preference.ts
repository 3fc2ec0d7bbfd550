import { present } from './present.js';

/** The first of the sources that has the field, as an object to be spread; empty where none has. */
export function firstOf<Source extends object, Field extends keyof Source>(
  sources: readonly Source[],
  field: Field,
): { readonly [Name in Field]?: Source[Field] } {
  const source = sources.find((candidate) => candidate[field] !== undefined);
  return source === undefined
    ? {}
    : ({ [field]: source[field] } as { readonly [Name in Field]: Source[Field] });
}

/** All fields of the sources in one object; of a field that several have, the first one's. */
export function merged<Fields extends object>(sources: readonly Fields[]): Fields {
  return Object.assign({}, ...sources.toReversed().map(present)) as Fields;
}
