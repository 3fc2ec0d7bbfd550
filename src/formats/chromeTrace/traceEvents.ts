import { parseCkptJson } from '../../trace/ckptJson.js';
import type { Diagnostic } from '../../trace/diagnostics.js';
import { isFields, type Fields } from '../../trace/json/fields.js';
import type { JsonPath } from '../../trace/json/path.js';

/** An event of a file, with its fields unchecked beyond their kind. `ts` and `dur` are µs. */
export interface TraceEvent {
  readonly phase: string;
  readonly name: string;
  readonly ts: number | undefined;
  readonly dur: number | undefined;
  readonly pid: string;
  /** Process and thread as one key. */
  readonly thread: string;
  readonly args: Fields;
  readonly path: JsonPath;
}

/** What a file of trace events holds. */
export interface TraceEventFile {
  readonly events: Iterable<TraceEvent>;
  readonly eventCount: number;
  /** The members of the object that the events are in; none for a bare list. */
  readonly members: Fields;
  readonly syntax: readonly Diagnostic[];
}

/**
 * Reads `{"traceEvents": […]}` or a bare list of events, whose end the format allows to be missing.
 *
 * @throws {InputError} where nothing can be read.
 */
export function parseTraceEvents(text: string): TraceEventFile {
  const { value, diagnostics } = parseUnended(text) ?? parseCkptJson(text);
  const members = isFields(value) ? value : {};
  const list = isFields(value) && Object.hasOwn(value, 'traceEvents') ? value['traceEvents'] : value;
  const events: readonly unknown[] = Array.isArray(list) ? list : [];
  const at: JsonPath = isFields(value) ? ['traceEvents'] : [];
  return {
    events: { [Symbol.iterator]: () => eventsIn(events, at) },
    eventCount: events.length,
    members,
    syntax: diagnostics,
  };
}

/** A bare list without its closing bracket, and maybe with a comma at its end. */
function parseUnended(text: string): ReturnType<typeof parseCkptJson> | undefined {
  if (!/^\s*\[/.test(text) || /\]\s*$/.test(text.slice(-100))) return undefined;
  try {
    return { value: JSON.parse(`${text.trimEnd().replace(/,$/, '')}]`) as unknown, diagnostics: [] };
  } catch {
    return undefined;
  }
}

function* eventsIn(events: readonly unknown[], at: JsonPath): Generator<TraceEvent, void, undefined> {
  for (const [position, event] of events.entries()) {
    if (!isFields(event)) continue;
    const own = (name: string): unknown => (Object.hasOwn(event, name) ? event[name] : undefined);
    const args = own('args');
    yield {
      phase: textOf(own('ph')),
      name: textOf(own('name')),
      ts: numberOf(own('ts')),
      dur: numberOf(own('dur')),
      pid: textOf(own('pid')),
      thread: `${textOf(own('pid'))} ${textOf(own('tid'))}`,
      args: isFields(args) ? args : {},
      path: [...at, position],
    };
  }
}

/** The format has ids as numbers, and some writers have them as texts. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
