import * as l10n from '@vscode/l10n';
import { decodeText, readTraceBytes } from '../trace/ckptReader.js';
import { InputError, type Diagnostic } from '../trace/diagnostics.js';
import { Findings, shown } from '../trace/json/findings.js';
import { phases, type Trace } from '../trace/model.js';
import { membersAt, textStart } from '../trace/scan/topMembers.js';
import { foreignTrace } from './chromeTrace/foreignTrace.js';
import { headMember } from './chromeTrace/layout.js';
import { ownTrace } from './chromeTrace/ownTrace.js';
import { parseTraceEvents, type TraceEventFile } from './chromeTrace/traceEvents.js';
import type { FormatReader, InputFile } from './input.js';

/** How far into a file its events are looked for: other members, as metadata, may come before them. */
const headBytes = 1 << 20;

/** How many names of other events a message shows. */
const namesShown = 3;

/**
 * Reads Chrome trace events. What `writeChromeTrace` wrote comes back as the same trace. Of other files, complete events
 * and pairs of begin and end whose names are words for phases, with args that name checkpoint, operator and subtask.
 */
export const chromeTraceReader: FormatReader = {
  format: l10n.t('Chrome trace events'),
  recognizes: ({ bytes }) => {
    const head = bytes.subarray(0, headBytes);
    const start = textStart(head);
    const list = listStart(head, start);
    if (list !== undefined) return hasMember(head, list, 'ph');
    return hasMember(head, start, 'traceEvents');
  },
  read: (files) => {
    const read = files.map((file) => ({ file: file.name, ...readFile(file) }));
    return {
      evidence: [],
      traces: read.flatMap(({ file, traces }) => traces.map((trace) => ({ file, trace }))),
      diagnostics: read.flatMap(({ file, diagnostics }) =>
        diagnostics.map((diagnostic) => ({ ...diagnostic, file })),
      ),
    };
  },
};

interface Read {
  readonly traces: readonly Trace[];
  readonly diagnostics: readonly Diagnostic[];
}

function hasMember(bytes: Uint8Array, at: number, wanted: string): boolean {
  for (const { name } of membersAt(bytes, at)) if (name === wanted) return true;
  return false;
}

/** Behind the bracket that opens a list, if the text begins with one. */
function listStart(bytes: Uint8Array, start: number): number | undefined {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(start, start + 1000));
  const space = /^\s*\[/.exec(before);
  return space === null ? undefined : start + space[0].length;
}

function readFile({ name, bytes }: InputFile): Read {
  try {
    const text = decodeText(bytes);
    const file = parseTraceEvents(text);
    const findings = new Findings();
    const head = headOf(bytes);
    const trace =
      head.traces[0] === undefined
        ? foreignTrace(jobName(name), file.events, findings)
        : ownTrace(head.traces[0], file.events, findings);
    const nothing = trace === undefined && findings.isEmpty ? [noPhases(file)] : [];
    return {
      traces: trace === undefined ? [] : [trace],
      diagnostics: [...file.syntax, ...head.diagnostics, ...findings.in(text), ...nothing],
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { traces: [], diagnostics: error.diagnostics };
  }
}

/** What our writer puts beside the events. Its places would be those of a text of its own, so it has none. */
function headOf(bytes: Uint8Array): Read {
  const text = memberBytes(bytes, headMember);
  if (text === undefined) return { traces: [], diagnostics: [] };
  const inHead = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
    diagnostics.map(({ severity, message }) => ({ severity, message: `${headMember}: ${message}` }));
  try {
    const { trace, diagnostics } = readTraceBytes(text);
    return { traces: [trace], diagnostics: inHead(diagnostics) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { traces: [], diagnostics: inHead(error.diagnostics) };
  }
}

function memberBytes(bytes: Uint8Array, wanted: string): Uint8Array | undefined {
  for (const { name, at, end } of membersAt(bytes, textStart(bytes))) {
    if (name === wanted) return bytes.subarray(at, end());
  }
  return undefined;
}

function jobName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/(\.(trace|pftrace))?\.json$/i, '');
}

function noPhases({ events, eventCount }: TraceEventFile): Diagnostic {
  const names = new Set<string>();
  for (const { name } of events) {
    if (name !== '') names.add(shown(name));
    if (names.size === namesShown) break;
  }
  return {
    severity: 'error',
    message:
      names.size === 0
        ? l10n.t('The file has {0} trace events, and none is a phase of a checkpoint.', eventCount)
        : l10n.t(
            'The file has {count} trace events, and none is a phase of a checkpoint; they are called {names}.',
            { count: eventCount, names: [...names].join(', ') },
          ),
    remedy: l10n.t(
      'Call complete events (X), or pairs of begin (B) and end (E), {0}, and name "checkpoint", "operator" and "subtask" in their args.',
      phases.join(', '),
    ),
  };
}
