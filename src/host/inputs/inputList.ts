import * as l10n from '@vscode/l10n';

/** The scheme of an editor's address that stands for several files and folders at once. */
export const inputListScheme = 'checkpoint-lens-inputs';

/** More addresses than this make a list that VS Code would have to carry about with every open editor. */
export const longestInputList = 500;

/** Files and folders that one editor shows together. */
export interface InputList {
  /** The name of the editor's tab. */
  readonly label: string;
  /** Addresses of the files and folders, at least one. */
  readonly uris: readonly string[];
}

/** The parts of the address that says a list: VS Code keeps it with the editor, so that the list outlives a window. */
export interface InputListAddress {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

export function inputListAddress({ label, uris }: InputList): InputListAddress {
  return { scheme: inputListScheme, path: `/${label}`, query: JSON.stringify(uris) };
}

/** The list that an address says; `undefined` for any other address, and for one that was tampered with. */
export function inputListOf({ scheme, path, query }: InputListAddress): InputList | undefined {
  if (scheme !== inputListScheme) return undefined;
  let uris: unknown;
  try {
    uris = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (!Array.isArray(uris) || uris.length === 0 || uris.length > longestInputList) return undefined;
  if (!uris.every((uri) => typeof uri === 'string')) return undefined;
  return { label: path.slice(1), uris };
}

/** What to call several files and folders: the name of the only one, else the first and how many more. */
export function inputListLabel(names: readonly string[]): string {
  const [first = '', ...more] = names;
  return more.length === 0 ? first : l10n.t('{first} and {more} more', { first, more: more.length });
}
