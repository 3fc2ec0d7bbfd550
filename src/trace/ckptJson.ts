import * as l10n from '@vscode/l10n';
import { InputError, type Diagnostic, type Place } from './diagnostics.js';
import type { Stop } from './json/recovery.js';
import { parseTolerantly } from './json/tolerant.js';

/** A damaged text nested deeper than this is given up. */
const depthMax = 500;

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
      return { value, diagnostics: [notStrict()] };
    case 'tooDeep':
      throw new InputError([tooDeep(placeOf(text, parsed.offset))]);
    case 'damaged':
      if (value !== undefined) return { value, diagnostics: [damage(parsed.stop)] };
      throw new InputError([text.trim() === '' ? emptyFile(text) : notJson(parsed.stop)]);
  }
}

function notStrict(): Diagnostic {
  return {
    severity: 'warning',
    message: l10n.t(
      'The file has comments, or commas with nothing after them, which JSON has not; it is read all the same.',
    ),
  };
}

function emptyFile(text: string): Diagnostic {
  return {
    severity: 'error',
    message: text === '' ? l10n.t('The file is empty.') : l10n.t('The file holds white space only.'),
    at: { line: 1, column: 1, offset: 0 },
    remedy: l10n.t('Record the trace again.'),
  };
}

function notJson({ at, problem }: Stop): Diagnostic {
  return {
    severity: 'error',
    message: l10n.t('The file is not JSON: {0}.', problem),
    at,
    remedy: l10n.t('Open a trace, a JSON file that ends in .ckpt.json.'),
  };
}

function damage({ at, atEnd, path, problem }: Stop): Diagnostic {
  const part = partName(String(path[0]));
  if (atEnd) {
    return {
      severity: 'error',
      message:
        part === undefined
          ? l10n.t('The file ends too early.')
          : l10n.t('The file ends in the middle of {0}.', part),
      at,
      remedy: l10n.t('What comes before is shown; copy or record the file again for the rest.'),
    };
  }
  return {
    severity: 'error',
    message:
      part === undefined
        ? l10n.t('The file is damaged: {problem}.', { problem })
        : l10n.t('The file is damaged in the middle of {part}: {problem}.', { part, problem }),
    at,
    remedy: l10n.t('What comes before is shown; correct this place for the rest.'),
  };
}

/** What a person calls an entry of a part of the file. */
function partName(part: string): string | undefined {
  switch (part) {
    case 'producer':
      return l10n.t('the producer');
    case 'source':
      return l10n.t('the source');
    case 'operators':
      return l10n.t('an operator');
    case 'checkpoints':
      return l10n.t('a checkpoint');
    case 'spans':
      return l10n.t('a span');
    case 'counters':
      return l10n.t('a counter');
    case 'batches':
      return l10n.t('a batch');
    case 'observations':
      return l10n.t('an observation');
    case 'waits':
      return l10n.t('a wait');
    case 'outcomes':
      return l10n.t('an outcome');
    case 'restarts':
      return l10n.t('a restart');
    default:
      return undefined;
  }
}

function tooDeep(at: Place): Diagnostic {
  return {
    severity: 'error',
    message: l10n.t('The file is damaged, and nested more than {0} levels deep.', depthMax),
    at,
    remedy: l10n.t('Open a trace, a JSON file that ends in .ckpt.json.'),
  };
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: before.at(-1)!.length + 1, offset };
}
