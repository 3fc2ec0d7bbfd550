/** What layouts put between the logger's name and the message: white space, `[MDC]`, `{MDC}`, `(line)`, `:`, `-`, `|`. */
const separators = /(?:\[[^\]]*\]|\{[^}]*\}|\([\w.:$]{0,80}\)|:\d+|[\s\]:>|-])*/y;

/** The same after the time, where the line names no logger that we know. */
const headWords = /(?:\[[^\]]*\]|\{[^}]*\}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)(?!\w)|[\s\]:>|-])*/y;

/**
 * Where a message begins that starts with a task's name, which may hold anything: right after the name of the logger that
 * writes such messages, else after the time and the level. `until` is a place inside the message.
 */
export function findMessageStart(
  text: string,
  afterTime: number,
  until: number,
  loggers: readonly string[],
): number {
  for (const logger of loggers) {
    const at = text.indexOf(logger, afterTime);
    if (at !== -1 && at < until) return skip(separators, text, at + logger.length, until);
  }
  return skip(headWords, text, afterTime, until);
}

function skip(pattern: RegExp, text: string, from: number, until: number): number {
  pattern.lastIndex = from;
  const end = from + (pattern.exec(text)?.[0].length ?? 0);
  return end < until ? end : from;
}
