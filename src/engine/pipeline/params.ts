/** Turns a relative path into an absolute one, against a folder. */
export type ResolvePath = (base: 'definition' | 'working directory', path: string) => string;

/** The settings of a run, `--set name=value`, with the definition's own defaults. */
export class Params {
  private readonly asked = new Set<string>();

  constructor(
    private readonly given: ReadonlyMap<string, string>,
    private readonly resolvePath: ResolvePath,
  ) {}

  /** A number. @throws Error when the run gives something else. */
  number(name: string, fallback: number): number {
    const text = this.take(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) {
      throw new ParameterError(`--set ${name}=${text} is not a number: give one, as in ${name}=${fallback}.`);
    }
    return value;
  }

  string(name: string, fallback: string): string {
    return this.take(name) ?? fallback;
  }

  /** A file or folder: the default counts from the definition's folder, a given one from where the run starts. */
  path(name: string, fallback: string): string {
    const text = this.take(name);
    return text === undefined
      ? this.resolvePath('definition', fallback)
      : this.resolvePath('working directory', text);
  }

  /** @internal Names that the run gives and the definition never asks for. */
  unknownNames(): string[] {
    return [...this.given.keys()].filter((name) => !this.asked.has(name));
  }

  /** @internal Names that the definition asks for. */
  knownNames(): string[] {
    return [...this.asked];
  }

  private take(name: string): string | undefined {
    this.asked.add(name);
    return this.given.get(name);
  }
}

/** A `--set` that the definition cannot use. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}
