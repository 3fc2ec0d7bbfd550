/** Wrong use by the person who started the run: their command line or their definition. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The run cannot go on for a reason outside the engine: user code, files, memory. Exit code 1. */
export class RunError extends Error {
  override readonly name = 'RunError';
}

/** Something that only a mistake in the engine can cause. */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
}

/** Stops the engine when something does not hold that must. */
export function assert(condition: boolean, whatMustHold: string): asserts condition {
  if (!condition) throw new EngineBug(whatMustHold);
}

/** For the end of a switch over a union: the compiler proves that nothing comes here. */
export function assertNever(value: never): never {
  throw new EngineBug(`unexpected ${JSON.stringify(value)}`);
}

/** What an unknown thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
