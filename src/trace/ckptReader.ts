import * as l10n from '@vscode/l10n';
import { isFields, mustBe, type Fields } from './json/fields.js';
import { ckptFormat, ckptVersion } from './ckptFormat.js';
import { parseCkptJson } from './ckptJson.js';
import { scanTrace } from './ckptScan.js';
import { readBatches, readSpans } from './ckptSpans.js';
import { readCounters } from './ckptParts.js';
import { assembleTrace, type AssembledTrace } from './ckptTrace.js';
import { decodeText, refuseForeign } from './decodeText.js';
import { InputError, type Diagnostic } from './diagnostics.js';
import { Findings, shown } from './json/findings.js';
import { Surprise } from './scan/byteScanner.js';

export { decodeText } from './decodeText.js';

export interface ReadResult extends AssembledTrace {
  /** What was wrong, with its place; what it was about is left out of the trace. */
  readonly diagnostics: readonly Diagnostic[];
}

/** More bytes than this may not fit into one JavaScript string. */
const longestText = 2 ** 29 - 24;

/**
 * Reads the bytes of a `*.ckpt.json` as {@link readTrace} reads its text, with the same result. A sound file is scanned
 * straight into columns, and may be longer than a string can be; any other is read as text.
 *
 * @throws {InputError} where nothing can be read: no JSON object, another format, a newer version.
 */
export function readTraceBytes(bytes: Uint8Array): ReadResult {
  try {
    return { ...scanTrace(bytes), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof Surprise)) throw error;
    if (bytes.length <= longestText) return readTrace(decodeText(bytes));
    refuseForeign(bytes);
    throw new InputError([tooLong(bytes.length, error.offset)]);
  }
}

/**
 * Reads a `*.ckpt.json` text. What is damaged is reported and left out; what is sound is read.
 *
 * @throws {InputError} where nothing can be read: no JSON object, another format, a newer version.
 */
export function readTrace(text: string): ReadResult {
  const { value, diagnostics: syntax } = parseCkptJson(text);
  const findings = new Findings();
  const fields = topObject(value, syntax);
  checkFormat(fields, text, syntax);
  checkVersion(fields, findings, text, syntax);
  const assembled = assembleTrace(fields, findings, {
    spans: (targets) => readSpans(fields['spans'], targets, findings),
    batches: (targets) => readBatches(fields['batches'], targets, findings),
    counters: (top, targets) => readCounters(top, targets, findings),
  });
  return { ...assembled, diagnostics: [...syntax, ...findings.in(text)] };
}

function tooLong(length: number, offset: number): Diagnostic {
  return {
    severity: 'error',
    message: l10n.t(
      'The file has {length} bytes, and byte {offset} is not as Checkpoint Lens writes it. A file of more than {most} bytes is read only where it is.',
      { length, offset, most: longestText },
    ),
    remedy: l10n.t('Correct this place, or record fewer checkpoints into one file.'),
  };
}

function topObject(value: unknown, syntax: readonly Diagnostic[]): Fields {
  if (isFields(value)) return value;
  throw new InputError([
    ...syntax,
    {
      severity: 'error',
      message: l10n.t('The file holds {0} and no trace, which is a JSON object.', shown(value)),
      at: { line: 1, column: 1, offset: 0 },
      remedy: l10n.t('Open a trace, a JSON file that ends in .ckpt.json.'),
    },
  ]);
}

function checkFormat(fields: Fields, text: string, syntax: readonly Diagnostic[]): void {
  const format = Object.hasOwn(fields, 'format') ? fields['format'] : undefined;
  if (format === ckptFormat) return;
  const findings = new Findings();
  const remedy = l10n.t('Open a file that Checkpoint Lens wrote, or add the field if you wrote this one.');
  findings.add(['format'], l10n.t('{0}: this is no checkpoint trace', mustBe(`"${ckptFormat}"`, format)), {
    remedy,
  });
  throw new InputError([...syntax, ...findings.in(text)]);
}

function checkVersion(fields: Fields, findings: Findings, text: string, syntax: readonly Diagnostic[]): void {
  const version = Object.hasOwn(fields, 'version') ? fields['version'] : undefined;
  if (version === ckptVersion) return;
  if (typeof version === 'number' && version > ckptVersion) {
    const newer = new Findings();
    newer.add(
      ['version'],
      l10n.t('is {version}; this Checkpoint Lens reads version {own}', { version, own: ckptVersion }),
      { remedy: l10n.t('Update Checkpoint Lens.') },
    );
    throw new InputError([...syntax, ...newer.in(text)]);
  }
  findings.add(
    ['version'],
    l10n.t('{0}, and the file is read as that', mustBe(String(ckptVersion), version)),
  );
}
