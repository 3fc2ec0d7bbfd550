import { ownText } from './ownText.js';

/** A person reads no longer one. */
const causeLength = 2000;

/** A stack trace of more lines than this says no more. */
const linesMax = 2000;

const runtimePrefix = /^\S{20,40} (?:stdout|stderr) [FP] /;
const causedBy = 'Caused by: ';

/** Reads why something failed from the lines below the one that says so: `Exception: message`, or the last `Caused by:`. */
export class CauseReader {
  private position = 0;
  private wantsRoot = false;
  private linesLeft = 0;
  private isFirst = false;

  get isOpen(): boolean {
    return this.linesLeft > 0;
  }

  /** Begins below the line whose event has this position; `wantsRoot`: the innermost cause is meant. */
  open(position: number, wantsRoot: boolean): void {
    this.position = position;
    this.wantsRoot = wantsRoot;
    this.linesLeft = linesMax;
    this.isFirst = true;
  }

  /** The cause as far as it is known with this line, if it says one. */
  next(line: string): { readonly position: number; readonly text: string } | undefined {
    const text = line.slice(0, causeLength).replace(runtimePrefix, '');
    const isFirst = this.isFirst;
    this.isFirst = false;
    this.linesLeft -= 1;
    const isException = isFirst && exceptionLine.test(text);
    const isCause = text.startsWith(causedBy);
    if (!isException && !isCause && !/^(?:\s|\[CIRCULAR)/.test(text)) this.linesLeft = 0;
    if (isException && !this.wantsRoot) this.linesLeft = 0;
    if (!isException && !isCause) return undefined;
    return { position: this.position, text: messageOf(isCause ? text.slice(causedBy.length) : text) };
  }
}

const exceptionLine = /^[a-zA-Z_$][\w$]*(?:\.[\w$]+)+(?::|$)/;
const exceptionClasses = /^(?:[a-zA-Z_$][\w$]*(?:\.[\w$]+)+: )+(?=\S)/;

/** Of `package.Exception: package.Exception: message` the message. */
export function messageOf(text: string): string {
  return ownText(text.replace(exceptionClasses, '').trim());
}
