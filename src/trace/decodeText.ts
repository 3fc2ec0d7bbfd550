import * as l10n from '@vscode/l10n';
import { InputError } from './diagnostics.js';

/** How far into a file a NUL byte is looked for, which no text file has. */
const nulSearchBytes = 65_536;

/**
 * The text of a UTF-8 file, without its byte order mark. Bytes that are not UTF-8 become U+FFFD: a damaged name costs
 * the name only.
 *
 * @throws {InputError} for what is no UTF-8 text at all: compressed, UTF-16, binary, longer than a string can be.
 */
export function decodeText(bytes: Uint8Array): string {
  refuseForeign(bytes);
  try {
    return new TextDecoder('utf-8').decode(bytes);
  } catch {
    throw unreadable(
      l10n.t('The file is too long to be read as one text: {0} bytes.', bytes.length),
      l10n.t('Record fewer checkpoints into one file.'),
    );
  }
}

/** @throws {InputError} for what is no UTF-8 text: compressed, UTF-16, binary. */
export function refuseForeign(bytes: Uint8Array): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw unreadable(
      l10n.t('The file is compressed with gzip.'),
      l10n.t('Unpack it and open what is inside.'),
    );
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw unreadable(l10n.t('The file is in UTF-16.'), l10n.t('Save it as UTF-8.'));
  }
  const nul = bytes.subarray(0, nulSearchBytes).indexOf(0);
  // Zeros in what begins as JSON are damage, as a crash leaves it at a file's end; what comes before them can be read.
  if (nul !== -1 && !beginsAsJson(bytes.subarray(0, nul))) {
    throw unreadable(
      l10n.t('The file is binary: byte {0} is 0, which no text has.', nul),
      l10n.t('Open a trace, a JSON file that ends in .ckpt.json.'),
    );
  }
}

function beginsAsJson(bytes: Uint8Array): boolean {
  return /^\s*[{[]/.test(new TextDecoder('utf-8').decode(bytes));
}

function unreadable(message: string, remedy: string): InputError {
  return new InputError([{ severity: 'error', message, remedy }]);
}
