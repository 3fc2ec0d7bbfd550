import type { SqlToken } from './sqlTokens.js';

/** Goes through the tokens of one statement. */
export class SqlCursor {
  private at = 0;

  constructor(private readonly tokens: readonly SqlToken[]) {}

  get current(): SqlToken | undefined {
    return this.tokens[this.at];
  }

  get previous(): SqlToken | undefined {
    return this.tokens[this.at - 1];
  }

  next(): SqlToken | undefined {
    return this.tokens[this.at++];
  }

  /** Whether these words or signs come next, in capitals or not. */
  sees(...texts: readonly string[]): boolean {
    return texts.every((text, i) => {
      const token = this.tokens[this.at + i];
      return (token?.kind === 'word' || token?.kind === 'sign') && token.text.toUpperCase() === text;
    });
  }

  /** Goes past these words or signs if they come next; answers the first of them. */
  take(...texts: readonly string[]): SqlToken | undefined {
    if (!this.sees(...texts)) return undefined;
    const [first] = this.tokens.slice(this.at);
    this.at += texts.length;
    return first;
  }

  /** A name such as `catalog`.`database`.`orders`; its last part, where that stands. Undefined where no name comes next. */
  name(): SqlToken | undefined {
    if (this.current?.kind !== 'word' && this.current?.kind !== 'name') return undefined;
    let last = this.next()!;
    while (this.sees('.')) {
      this.next();
      const part = this.next();
      if (part) last = part;
    }
    return last;
  }

  /** Goes past the end of so many open brackets. */
  leaveBrackets(count: number): void {
    for (let open = count; open > 0 && this.current; this.next()) {
      if (this.sees('(')) open++;
      else if (this.sees(')')) open--;
    }
  }
}
