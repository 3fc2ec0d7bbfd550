import { InputError, type Diagnostic, type Place } from '../../trace/diagnostics.js';
import { decodeText } from '../../trace/decodeText.js';
import type { FileDiagnostic, InputFile } from '../input.js';
import { moreOfTheKind } from '../../trace/json/findings.js';

/** More than a person reads; the rest is counted. */
const diagnosticsMax = 200;

/** Collects what is wrong with several files. */
export class FileDiagnostics {
  private readonly kept: FileDiagnostic[] = [];
  private readonly notKept = new Map<string, number>();

  add(file: string, diagnostic: Diagnostic): void {
    if (this.kept.length < diagnosticsMax) this.kept.push({ ...diagnostic, file });
    else this.notKept.set(file, (this.notKept.get(file) ?? 0) + 1);
  }

  /** Adds what is wrong with one answer inside a file, under the answer's own path and with its place in the file. */
  addOfAnswer(file: string, path: string, diagnostics: readonly Diagnostic[], at?: Place): void {
    for (const { severity, message, remedy } of diagnostics) {
      this.add(file, {
        severity,
        message: `${path}: ${message}`,
        ...(at === undefined ? {} : { at }),
        ...(remedy === undefined ? {} : { remedy }),
      });
    }
  }

  list(): readonly FileDiagnostic[] {
    const more = [...this.notKept].map(([file, count]): FileDiagnostic => ({
      severity: 'error',
      message: moreOfTheKind(count),
      file,
    }));
    return [...this.kept, ...more];
  }
}

/** The text of a file; what is wrong with it goes to `diagnostics`. */
export function textOf(file: InputFile, diagnostics: FileDiagnostics): string | undefined {
  try {
    return decodeText(file.bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const diagnostic of error.diagnostics) diagnostics.add(file.name, diagnostic);
    return undefined;
  }
}
