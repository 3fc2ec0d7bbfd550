/** What layouts put between the logger's name and the message: white space, `[MDC]`, `{MDC}`, `(line)`, `:`, `-`, `|`. */
const separators = /(?:\[[^\]]*\]|\{[^}]*\}|(?<=[\w$])\([\w.:$]{0,80}\)|:\d+|[\s\]:>|-])*/y;

/** The same after the time, where the line names no logger that we know. */
const headWords = /(?:\[[^\]]*\]|\{[^}]*\}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)(?!\w)|[\s\]:>|-])*/y;

/** The part of a line in which a message begins that starts with a task's name. */
export interface MessageHead {
  /** From the end of the logger's name, or of the time, to where the caller asked. */
  readonly text: string;
  /** Where the message begins in it by all that layouts put in front; only other lines can tell whether that is the name's. */
  readonly start: number;
}

/**
 * Where a message begins that starts with a task's name, which may hold anything: after the name of the logger that writes
 * such messages, else after the time and the level. `until` is a place inside the message.
 */
export function findMessageHead(
  text: string,
  afterTime: number,
  until: number,
  loggers: readonly string[],
): MessageHead {
  for (const logger of loggers) {
    const at = text.indexOf(logger, afterTime);
    if (at !== -1 && at < until) return headOf(separators, text, at + logger.length, until);
  }
  return headOf(headWords, text, afterTime, until);
}

function headOf(pattern: RegExp, text: string, from: number, until: number): MessageHead {
  pattern.lastIndex = from;
  const length = pattern.exec(text)?.[0].length ?? 0;
  return { text: text.slice(from, until), start: from + length < until ? length : 0 };
}
