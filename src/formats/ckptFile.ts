import * as l10n from '@vscode/l10n';
import { ckptFormat } from '../trace/ckptFormat.js';
import { readTraceBytes } from '../trace/ckptReader.js';
import { InputError } from '../trace/diagnostics.js';
import { membersAt, textStart } from '../trace/scan/topMembers.js';
import type { FileDiagnostic, FormatReader, WholeTrace } from './input.js';

/** How far into a file its format is looked for: writers that sort members by name put it behind long ones. */
const headBytes = 1 << 26;

/** Reads our own `*.ckpt.json`. */
export const ckptReader: FormatReader = {
  format: l10n.t('Checkpoint Lens trace'),
  recognizes: ({ bytes }) => {
    const head = bytes.subarray(0, headBytes);
    for (const { name, at } of membersAt(head, textStart(head))) {
      if (name === 'format') return isOurs(head, at);
    }
    return false;
  },
  read: (files) => {
    const traces: WholeTrace[] = [];
    const diagnostics: FileDiagnostic[] = [];
    for (const { name: file, bytes } of files) {
      try {
        const { trace, unknown, diagnostics: found } = readTraceBytes(bytes);
        traces.push({ file, trace, unknown });
        diagnostics.push(...found.map((diagnostic) => ({ ...diagnostic, file })));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        diagnostics.push(...error.diagnostics.map((diagnostic) => ({ ...diagnostic, file })));
      }
    }
    return { evidence: [], traces, diagnostics };
  },
};

function isOurs(bytes: Uint8Array, at: number): boolean {
  const expected = new TextEncoder().encode(JSON.stringify(ckptFormat));
  return expected.every((byte, i) => bytes[at + i] === byte);
}
