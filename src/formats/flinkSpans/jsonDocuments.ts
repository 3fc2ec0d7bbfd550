import * as l10n from '@vscode/l10n';
import { decodeText } from '../../trace/decodeText.js';
import { InputError, type Diagnostic } from '../../trace/diagnostics.js';
import { isFields } from '../../trace/json/fields.js';
import { Findings, moreOfTheKind } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import { parseTolerantly } from '../../trace/json/tolerant.js';
import type { FileDiagnostic, InputFile } from '../input.js';
import { linesOf, type Line } from '../lines.js';

/** A damaged text nested deeper than this, as no export is, is given up. */
const depthMax = 200;

/** More of what is wrong than a person reads; the rest is counted. */
const diagnosticsMax = 20;

/** How far into a file its first line is looked for. */
const firstLineBytes = 1 << 16;

/** How the documents of a format are read. */
export interface DocumentFormat {
  /** Lists of objects that only hold others: one that is cut off is given with those before the cut. */
  readonly containers: readonly string[];
  /** Takes a document; what is wrong with it goes into `findings`. */
  readonly take: (value: unknown, findings: Findings) => void;
}

/**
 * Reads a file that is one JSON document, or one a line, and gives each to `take`. Of a damaged one, what comes before
 * the damage is given. Returns what was wrong.
 */
export function readJsonDocuments(file: InputFile, format: DocumentFormat): readonly FileDiagnostic[] {
  const read = hasDocumentPerLine(file.bytes) ? readLines : readWhole;
  return read(file.bytes, format).map((diagnostic) => ({ ...diagnostic, file: file.name }));
}

/** The beginning of a text, for a look at what it is; empty where it is not JSON. */
export function jsonHead(bytes: Uint8Array): string {
  const head = new TextDecoder('utf-8').decode(bytes.subarray(0, firstLineBytes)).trimStart();
  return head.startsWith('{') || head.startsWith('[') ? head : '';
}

/** Whether one of the first two lines is an object by itself: the very first may be cut off where a file was rotated. */
function hasDocumentPerLine(bytes: Uint8Array): boolean {
  const firstEnd = bytes.indexOf(0x0a);
  if (firstEnd === -1 || firstEnd === bytes.length - 1) return false;
  let looked = 0;
  for (const { text } of linesOf(bytes)) {
    if (text.trim() === '') continue;
    const line = parseTolerantly(text, depthMax);
    if (line.kind === 'sound' && isFields(line.value)) return true;
    looked += 1;
    if (looked === 2) return false;
  }
  return false;
}

function readLines(bytes: Uint8Array, format: DocumentFormat): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let found = 0;
  for (const line of linesOf(bytes)) {
    if (line.text.trim() === '') continue;
    const ofLine = readDocument(line.text, format);
    found += ofLine.length;
    const shown = ofLine.slice(0, diagnosticsMax - diagnostics.length);
    diagnostics.push(...shown.map((diagnostic) => inLine(diagnostic, line)));
  }
  if (found > diagnostics.length) {
    diagnostics.push({ severity: 'error', message: moreOfTheKind(found - diagnostics.length) });
  }
  return diagnostics;
}

function readWhole(bytes: Uint8Array, format: DocumentFormat): readonly Diagnostic[] {
  let text;
  try {
    text = decodeText(bytes);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  return readDocument(text, format);
}

function readDocument(text: string, format: DocumentFormat): readonly Diagnostic[] {
  const document = parseTolerantly(text, depthMax, (path) => isContainer(path, format));
  if (document.kind === 'tooDeep') {
    return [
      {
        severity: 'error',
        message: l10n.t('The JSON is damaged, and nested more than {0} levels deep.', depthMax),
      },
    ];
  }
  const findings = new Findings();
  if (document.value !== undefined) format.take(document.value, findings);
  const found = findings.in(text);
  if (document.kind !== 'damaged') return found;
  const { at, atEnd, problem } = document.stop;
  return [
    ...found,
    {
      severity: 'error',
      message: atEnd ? l10n.t('The JSON breaks off.') : l10n.t('The JSON is damaged: {0}.', problem),
      at,
      remedy: l10n.t('What comes before is read; copy or export the file again for the rest.'),
    },
  ];
}

/** Whether the path is that of an entry of a list of containers, or of a list of documents. */
function isContainer(path: JsonPath, { containers }: DocumentFormat): boolean {
  const list = path.at(-2);
  return path.length === 1 || (typeof list === 'string' && containers.includes(list));
}

function inLine(diagnostic: Diagnostic, line: Line): Diagnostic {
  const { line: row, column, offset, ...rest } = diagnostic.at ?? { line: 1, column: 1, offset: 0 };
  return {
    ...diagnostic,
    at: { line: line.number + row - 1, column, offset: line.offset + offset, ...rest },
  };
}
