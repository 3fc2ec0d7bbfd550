import type { InputFile } from '../input.js';
import { linesOf } from '../lines.js';
import { readLogLine } from './logLine.js';
import { eventOf } from './logScan.js';

/** A rotated piece may begin inside a long stack trace. */
const searchedBytes = 1 << 20;

/** Loggers of Flink, also as logback shortens them. */
const flinkLogger = /\borg\.apache\.flink\.|\bo\.a\.f\.[a-z]\./;

/** A JSON text over several lines, or a list in one: lines inside would look like those of a log. */
const jsonDocument = /^\s*(?:\{\s*(?:\r?\n|$)|\[\s*(?:[[{"\r\n\]]|$))/;

/** Whether a file has log lines of Flink: a time and a logger or a message that only Flink writes. */
export function isFlinkLog({ bytes }: InputFile): boolean {
  const head = bytes.subarray(0, searchedBytes);
  let isFirst = true;
  let mustBeJson = false;
  for (const { text } of linesOf(head)) {
    if (isFirst && text.trim() !== '') {
      if (jsonDocument.test(text)) return false;
      mustBeJson = text.trimStart().startsWith('{');
      isFirst = false;
    }
    if (mustBeJson && !text.trimStart().startsWith('{')) continue;
    const line = readLogLine(text);
    if (line.time === undefined) continue;
    if (flinkLogger.test(text) || eventOf(line) !== undefined) return true;
  }
  return false;
}
