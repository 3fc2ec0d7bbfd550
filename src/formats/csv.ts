import { origins, phases, type Trace } from '../trace/model.js';

const header = [
  'checkpoint',
  'operator_id',
  'operator',
  'subtask',
  'phase',
  'start_ms',
  'duration_ms',
  'origin',
  'uncertainty_ms',
];

/** How many rows one piece of the text holds. */
const rowsPerChunk = 10_000;

/** Decimals of a millisecond: nanoseconds. */
const decimals = 6;

/**
 * The spans as CSV after RFC 4180, one row a span, in pieces to be written one after the other. `checkpoint` is the
 * checkpoint's id, `subtask` counts from 0, `start_ms` is Unix time with its fraction. Texts are written as they are: a
 * spreadsheet may take one that begins with `=` for a formula.
 */
export function* writeCsv(trace: Trace): Generator<string, void, undefined> {
  yield line(header);
  const { spans, operators, checkpoints } = trace;
  const operatorFields = operators.map(({ id, name }) => [field(id), field(name)]);
  for (let from = 0; from < spans.length; from += rowsPerChunk) {
    const lines: string[] = [];
    for (let i = from; i < Math.min(spans.length, from + rowsPerChunk); i++) {
      lines.push(
        line([
          String(checkpoints[spans.checkpoint[i]!]!.id),
          ...operatorFields[spans.operator[i]!]!,
          String(spans.subtask[i]!),
          phases[spans.phase[i]!]!,
          unixTime(trace.epoch, spans.start[i]!),
          decimal(spans.end[i]! - spans.start[i]!),
          origins[spans.origin[i]!]!,
          decimal(spans.uncertainty[i]!),
        ]),
      );
    }
    yield lines.join('');
  }
}

/**
 * Epoch and time added without losing the nanoseconds, which one double of Unix time has no room for: whole milliseconds
 * and fractions apart.
 */
function unixTime(epoch: number, ms: number): string {
  const wholeEpoch = Math.floor(epoch);
  const wholeMs = Math.floor(ms);
  const nanoseconds = Math.round((epoch - wholeEpoch + (ms - wholeMs)) * 1e6);
  const whole = wholeEpoch + wholeMs + Math.floor(nanoseconds / 1e6);
  const fraction = nanoseconds % 1e6;
  if (fraction === 0) return String(whole);
  if (whole < 0) return decimal(whole + fraction / 1e6);
  return `${whole}.${withoutEndZeros(String(fraction).padStart(decimals, '0'))}`;
}

function decimal(ms: number): string {
  const fixed = ms.toFixed(decimals);
  return fixed.includes('.') ? withoutEndZeros(fixed).replace(/\.$/, '') : fixed;
}

function withoutEndZeros(digits: string): string {
  return digits.replace(/0+$/, '');
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`;
}
