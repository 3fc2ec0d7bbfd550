import type { RestAnswer } from './transport.js';

/**
 * Our recording of a cluster's answers: JSON lines. The first is the header, then come answers and gaps in the order of
 * their times. `t` is Unix ms on the recorder's clock when the answer was there; `body` is Flink's JSON as it came.
 */
export const recordingFormat = 'flink-rest-recording';
export const recordingVersion = 1;

/** `url` without credentials; `started` in Unix ms. */
export function headerLine(url: string, started: number): string {
  return line({ format: recordingFormat, version: recordingVersion, url, started });
}

/** `path` below the base path, with query. */
export function answerLine(t: number, path: string, { status, text }: RestAnswer): string {
  // The text is sound JSON, in which a line end can only be between values.
  const body = text.replace(/[\r\n]/g, ' ');
  return `{"t":${t},"path":${JSON.stringify(path)},"status":${status},"body":${body}}\n`;
}

/** From `t` on something may be missing. */
export function gapLine(t: number, reason: string): string {
  return line({ t, gap: reason });
}

/** Whether a text is our header, or as much of it as was written before a crash. */
export function isHeader(text: string): boolean {
  try {
    const { format } = (JSON.parse(text) ?? {}) as { readonly format?: unknown };
    return format === recordingFormat;
  } catch {
    const start = `{"format":"${recordingFormat}"`;
    return text.startsWith(start) || start.startsWith(text);
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
