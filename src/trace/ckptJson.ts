import { InputError, type Diagnostic, type Place } from './diagnostics.js';
import type { Stop } from './json/recovery.js';
import { parseTolerantly } from './json/tolerant.js';

/** A damaged text nested deeper than this is given up. */
const depthMax = 500;

/** What a person calls an entry of each part of the file. */
const partNames = new Map([
  ['producer', 'the producer'],
  ['source', 'the source'],
  ['operators', 'an operator'],
  ['checkpoints', 'a checkpoint'],
  ['spans', 'a span'],
  ['counters', 'a counter'],
  ['batches', 'a batch'],
  ['observations', 'an observation'],
  ['waits', 'a wait'],
  ['outcomes', 'an outcome'],
  ['restarts', 'a restart'],
]);

/**
 * Parses JSON; of a damaged text, what comes before the damage.
 *
 * @throws {InputError} where there is nothing before it.
 */
export function parseCkptJson(text: string): {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
} {
  const parsed = parseTolerantly(text, depthMax);
  const { value } = parsed;
  switch (parsed.kind) {
    case 'sound':
      return { value, diagnostics: [] };
    case 'notStrict':
      return { value, diagnostics: [notStrict] };
    case 'tooDeep':
      throw new InputError([tooDeep(placeOf(text, parsed.offset))]);
    case 'damaged':
      if (value !== undefined) return { value, diagnostics: [damage(parsed.stop)] };
      throw new InputError([text.trim() === '' ? emptyFile(text) : notJson(parsed.stop)]);
  }
}

const notStrict: Diagnostic = {
  severity: 'warning',
  message:
    'The file has comments, or commas with nothing after them, which JSON has not; it is read all the same.',
};

function emptyFile(text: string): Diagnostic {
  return {
    severity: 'error',
    message: text === '' ? 'The file is empty.' : 'The file holds white space only.',
    at: { line: 1, column: 1, offset: 0 },
    remedy: 'Record the trace again.',
  };
}

function notJson({ at, problem }: Stop): Diagnostic {
  return {
    severity: 'error',
    message: `The file is not JSON: ${problem}.`,
    at,
    remedy: 'Open a trace, a JSON file that ends in .ckpt.json.',
  };
}

function damage({ at, atEnd, path, problem }: Stop): Diagnostic {
  const part = partNames.get(String(path[0]));
  if (atEnd) {
    return {
      severity: 'error',
      message: part === undefined ? 'The file ends too early.' : `The file ends in the middle of ${part}.`,
      at,
      remedy: 'What comes before is shown; copy or record the file again for the rest.',
    };
  }
  return {
    severity: 'error',
    message: `The file is damaged${part === undefined ? '' : ` in the middle of ${part}`}: ${problem}.`,
    at,
    remedy: 'What comes before is shown; correct this place for the rest.',
  };
}

function tooDeep(at: Place): Diagnostic {
  return {
    severity: 'error',
    message: `The file is damaged, and nested more than ${depthMax} levels deep.`,
    at,
    remedy: 'Open a trace, a JSON file that ends in .ckpt.json.',
  };
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: before.at(-1)!.length + 1, offset };
}
