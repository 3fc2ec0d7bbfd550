import * as l10n from '@vscode/l10n';
import type { Diagnostic } from '../../trace/diagnostics.js';
import { parseTolerantly } from '../../trace/json/tolerant.js';

/** A damaged text nested deeper than this is given up. */
const depthMax = 500;

/** A file up to this size is parsed to know it; of a longer one its head. */
const knownWholeBytes = 1 << 18;
const headBytes = 1 << 16;

export interface ParsedJson {
  /** Undefined where nothing can be read. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses JSON; of a damaged text, what comes before the damage. */
export function parseJson(text: string): ParsedJson {
  const parsed = parseTolerantly(text, depthMax);
  const { kind, value } = parsed;
  if (kind === 'tooDeep') {
    return {
      value,
      diagnostics: [problem(l10n.t('The text is damaged, and nested too deep to be read in part.'))],
    };
  }
  if (kind !== 'damaged') return { value, diagnostics: [] };
  const { at, atEnd, problem: wrong } = parsed.stop;
  const what = atEnd ? l10n.t('The text ends too early.') : l10n.t('The text is damaged: {0}.', wrong);
  return { value, diagnostics: [{ ...problem(what), at }] };
}

function problem(message: string): Diagnostic {
  return {
    severity: 'error',
    message,
    remedy: l10n.t('What comes before is shown; save it again for the rest.'),
  };
}

/** What a file begins with, as far as it is JSON: all of a short one. Undefined where it is not. */
export function headOf(bytes: Uint8Array): unknown {
  if (!beginsAsJson(bytes)) return undefined;
  const isWhole = bytes.length <= knownWholeBytes;
  const text = new TextDecoder().decode(isWhole ? bytes : bytes.subarray(0, headBytes));
  return parseTolerantly(text, depthMax).value;
}

/** Whether the first byte after a byte order mark and white space opens an object or a list. */
function beginsAsJson(bytes: Uint8Array): boolean {
  let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (
    i < headBytes &&
    (bytes[i] === 0x20 || bytes[i] === 0x0a || bytes[i] === 0x0d || bytes[i] === 0x09)
  ) {
    i += 1;
  }
  return bytes[i] === 0x7b || bytes[i] === 0x5b;
}
