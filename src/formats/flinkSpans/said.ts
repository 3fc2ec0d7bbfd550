/** The fields that have a value: evidence leaves out what is not known. */
export type Said<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

export function said<Fields extends object>(fields: Fields): Said<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Said<Fields>;
}
