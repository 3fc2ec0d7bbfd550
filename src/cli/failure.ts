import { CommanderError } from 'commander';
import { messageOf, UsageError } from '../engine/errors.js';
import type { InputError } from '../trace/diagnostics.js';
import { type Diagnostic } from '../trace/diagnostics.js';

/** What went wrong, as lines for a person: each says what, where and what to do. Exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  constructor(
    readonly lines: readonly string[],
    options?: ErrorOptions,
  ) {
    super(lines.join('\n'), options);
  }
}

/** 0 for help and version, 2 for wrong use, 1 for all else. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}

/** What to print for an error; nothing for one that commander has printed already. */
export function linesOf(error: unknown): readonly string[] {
  if (error instanceof CommanderError) return [];
  if (error instanceof CommandFailure) return error.lines;
  return [messageOf(error)];
}

/** `FILE:LINE:COLUMN: what is wrong. What to do.`, as editors and terminals make links of it. */
export function diagnosticLine(file: string, { severity, message, at, remedy }: Diagnostic): string {
  const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  const kind = severity === 'warning' ? 'warning: ' : '';
  return printable(`${place}: ${kind}${message}${remedy === undefined ? '' : ` ${remedy}`}`);
}

/** The failure for a file of which nothing could be read. */
export function inputFailure(file: string, error: InputError): CommandFailure {
  return new CommandFailure(
    error.diagnostics.map((diagnostic) => diagnosticLine(file, diagnostic)),
    { cause: error },
  );
}

/** The failure for a file that the system would not open, read or write. */
export function fileFailure(file: string, action: 'read' | 'written', error: unknown): CommandFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code] ?? `${messageOf(error)}.`;
  const said =
    action === 'read' ? `${file}: cannot be read: ${reason}` : `${file}: cannot be written: ${reason}`;
  return new CommandFailure([printable(said)], { cause: error });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder. Check the path.',
  EISDIR: 'it is a folder. Name a file in it.',
  ENOTDIR: 'part of its path is no folder. Check the path.',
  EACCES: 'permission denied. Change its permissions or name another place.',
  EPERM: 'permission denied. Change its permissions or name another place.',
  EROFS: 'it is on a read-only file system. Name another place.',
  ENOSPC: 'no space is left on the device. Make room or name another place.',
};

/** Text from a file made safe for a terminal: no escape sequences, no turns of direction, one line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
