import { FieldReader, isFields, mustBe, type Fields } from './json/fields.js';
import { ckptFormat, ckptVersion, type UnknownFields } from './ckptFormat.js';
import { readBatches, readObservations, readOutcomes, readSpans } from './ckptSpans.js';
import { readCheckpoints, readCounters, readOperators, readProducer, readSource } from './ckptParts.js';
import { parseCkptJson } from './ckptJson.js';
import { InputError, type Diagnostic } from './diagnostics.js';
import { parseEpoch } from './epochText.js';
import { Findings, shown } from './json/findings.js';
import type { Trace } from './model.js';

export { decodeText } from './decodeText.js';

export interface ReadResult {
  readonly trace: Trace;
  /** What was wrong, with its place; what it was about is left out of the trace. */
  readonly diagnostics: readonly Diagnostic[];
  readonly unknown: UnknownFields;
}

const topFields = [
  'format',
  'version',
  'producer',
  'source',
  'epoch',
  'operators',
  'checkpoints',
  'spans',
  'counters',
  'batches',
  'observations',
  'outcomes',
];

/**
 * Reads a `*.ckpt.json` text. What is damaged is reported and left out; what is sound is read.
 *
 * @throws {InputError} where nothing can be read: no JSON object, another format, a newer version.
 */
export function readTrace(text: string): ReadResult {
  const { value, diagnostics: syntax } = parseCkptJson(text);
  const findings = new Findings();
  const fields = topObject(value, syntax);
  const top = new FieldReader(fields, [], findings);
  checkFormat(fields, text, syntax);
  checkVersion(fields, findings, text, syntax);

  const operators = readOperators(top, findings);
  const checkpoints = readCheckpoints(top, findings);
  const targets = {
    operators: operators.index,
    checkpoints: checkpoints.index,
    parallelism: operators.entries.map(({ parallelism }) => parallelism),
  };
  const { spans, unknown: unknownSpans } = readSpans(fields['spans'], targets, findings);
  const { batches, unknown: unknownBatches } = readBatches(fields['batches'], targets, findings);
  const counters = readCounters(top, targets, findings);
  const producer = readProducer(top, findings);
  const trace: Trace = {
    producer: producer.producer,
    source: readSource(top, findings),
    epoch: readEpoch(top),
    operators: operators.entries,
    checkpoints: checkpoints.entries,
    spans,
    counters: counters.entries,
    batches,
    observations: readObservations(fields['observations'], targets, findings),
    outcomes: readOutcomes(fields['outcomes'], targets, findings),
  };
  const unknown: UnknownFields = {
    top: top.rest(topFields),
    producer: producer.unknown,
    operators: operators.unknown,
    checkpoints: checkpoints.unknown,
    counters: counters.unknown,
    spans: unknownSpans,
    batches: unknownBatches,
  };
  return { trace, diagnostics: [...syntax, ...findings.in(text)], unknown };
}

function topObject(value: unknown, syntax: readonly Diagnostic[]): Fields {
  if (isFields(value)) return value;
  throw new InputError([
    ...syntax,
    {
      severity: 'error',
      message: `The file holds ${shown(value)} and no trace, which is a JSON object.`,
      at: { line: 1, column: 1, offset: 0 },
      remedy: 'Open a trace, a JSON file that ends in .ckpt.json.',
    },
  ]);
}

function checkFormat(fields: Fields, text: string, syntax: readonly Diagnostic[]): void {
  const format = Object.hasOwn(fields, 'format') ? fields['format'] : undefined;
  if (format === ckptFormat) return;
  const findings = new Findings();
  const remedy = 'Open a file that Checkpoint Lens wrote, or add the field if you wrote this one.';
  findings.add(['format'], `${mustBe(`"${ckptFormat}"`, format)}: this is no checkpoint trace`, {
    remedy,
  });
  throw new InputError([...syntax, ...findings.in(text)]);
}

function checkVersion(fields: Fields, findings: Findings, text: string, syntax: readonly Diagnostic[]): void {
  const version = Object.hasOwn(fields, 'version') ? fields['version'] : undefined;
  if (version === ckptVersion) return;
  if (typeof version === 'number' && version > ckptVersion) {
    const newer = new Findings();
    newer.add(['version'], `is ${version}; this Checkpoint Lens reads version ${ckptVersion}`, {
      remedy: 'Update Checkpoint Lens.',
    });
    throw new InputError([...syntax, ...newer.in(text)]);
  }
  findings.add(['version'], `${mustBe(String(ckptVersion), version)}, and the file is read as that`);
}

function readEpoch(top: FieldReader): number {
  const text = top.requiredText('epoch');
  const epoch = text === undefined ? undefined : parseEpoch(text);
  if (text !== undefined && epoch === undefined) {
    top.report('epoch', mustBe('a moment with its zone, as in "2026-11-22T10:00:00.000Z"', text));
  }
  return epoch ?? 0;
}
