/** The scheme of an editor's address that stands for a comparison. */
export const comparisonScheme = 'checkpoint-lens-comparison';

/** More than these are no comparison that a person can read. */
export const mostCompared = 6;

/** One of the traces in a comparison. */
export interface ComparedInput {
  /** Address of a trace, of several files or of a folder. */
  readonly uri: string;
  readonly label: string;
  /** Only the checkpoint of this number. */
  readonly checkpoint?: number;
}

/** The parts of the address that says a comparison: VS Code keeps it with the editor, so that it outlives a window. */
export interface ComparisonAddress {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

export function comparisonAddress(inputs: readonly ComparedInput[]): ComparisonAddress {
  const label = inputs.map((input) => input.label.replaceAll('/', '∕')).join(' ↔ ');
  return { scheme: comparisonScheme, path: `/${label}`, query: JSON.stringify(inputs) };
}

/** The inputs that an address says; `undefined` for any other address, and for one that was tampered with. */
export function comparedInputs({ scheme, query }: ComparisonAddress): readonly ComparedInput[] | undefined {
  if (scheme !== comparisonScheme) return undefined;
  let inputs: unknown;
  try {
    inputs = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (!Array.isArray(inputs) || inputs.length < 2 || inputs.length > mostCompared) return undefined;
  return inputs.every(isInput) ? inputs : undefined;
}

function isInput(value: unknown): value is ComparedInput {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, label, checkpoint } = value as Partial<Record<keyof ComparedInput, unknown>>;
  const isNumber = checkpoint === undefined || Number.isSafeInteger(checkpoint);
  return typeof uri === 'string' && typeof label === 'string' && isNumber;
}
