/** An English text as what it looks like with its parts filled in. */
interface Pattern {
  readonly shape: RegExp;
  readonly names: readonly string[];
  readonly translation: string;
}

const placeholder = /\{(\w+)\}/g;

/** Fewer letters than this beside the placeholders, and a text would be found in anything. */
const leastLetters = 6;

/** Parts of parts of an error are translated to this depth. */
const deepest = 4;

/**
 * Translations of what the command line says. It speaks English and knows no language, as its errors go into logs and terminals; so
 * an error is told by its shape, and said again with its parts, which may be errors themselves. What is not known stays English.
 */
export class ErrorTexts {
  private patterns: readonly Pattern[] | undefined;

  /** @param texts translations by the English texts, whose placeholders are `{name}` */
  constructor(private readonly texts: Readonly<Record<string, string>>) {}

  /** A line of error in the language of the texts. Places such as `orders.pipeline.ts:14:5` stay as they are. */
  say(line: string, depth = 0): string {
    if (depth === deepest) return line;
    const whole = this.whole(line, depth);
    if (whole !== undefined) return whole;
    const sentences = this.oneByOne(line, depth);
    // The colon of a sentence is not taken for the end of a place while all sentences are known.
    if (sentences?.isAll === true) return sentences.said;
    return this.afterPlace(line, depth) ?? sentences?.said ?? line;
  }

  private whole(line: string, depth: number): string | undefined {
    // One word may as well be a name.
    const exact = line.includes(' ') ? this.texts[line] : undefined;
    if (exact !== undefined) return exact;
    this.patterns ??= patternsOf(this.texts);
    for (const { shape, names, translation } of this.patterns) {
      const parts = shape.exec(line);
      if (!parts) continue;
      const said = new Map(names.map((name, n) => [name, this.part(parts[n + 1]!, depth + 1)]));
      return translation.replaceAll(placeholder, (as, name: string) => said.get(name) ?? as);
    }
    return undefined;
  }

  /** A part of an error, whose full stop may be that of the error. */
  private part(part: string, depth: number): string {
    const said = this.say(part, depth);
    if (said !== part) return said;
    const closed = this.say(`${part}.`, depth);
    return closed === `${part}.` ? part : closed.replace(/[.。]$/, '');
  }

  /** `FILE:LINE:COLUMN: ` and the like before an error. */
  private afterPlace(line: string, depth: number): string | undefined {
    const at = line.indexOf(': ') + 2;
    if (at < 2) return undefined;
    const rest = line.slice(at);
    const said = this.say(rest, depth + 1);
    return said === rest ? undefined : line.slice(0, at) + said;
  }

  /** What is wrong, and what to do, in sentences of their own. */
  private oneByOne(
    line: string,
    depth: number,
  ): { readonly said: string; readonly isAll: boolean } | undefined {
    const sentences = line.split(/(?<=[.?!]) (?=[A-Z“])/);
    if (sentences.length < 2) return undefined;
    const said = sentences.map((sentence) => this.say(sentence, depth + 1));
    const isNew = said.map((one, n) => one !== sentences[n]);
    return isNew.includes(true) ? { said: said.join(' '), isAll: !isNew.includes(false) } : undefined;
  }
}

/** The texts with placeholders, those of which more stands fast first. */
function patternsOf(texts: Readonly<Record<string, string>>): readonly Pattern[] {
  const fixedOf = (text: string): string => text.replaceAll(placeholder, '');
  const lettersOf = (text: string): number => fixedOf(text).replaceAll(/\W/g, '').length;
  const firmness = (text: string): number => lettersOf(text) + fixedOf(text).length / 1000;
  return Object.entries(texts)
    .filter(([english]) => english.search(placeholder) >= 0 && lettersOf(english) >= leastLetters)
    .sort(([one], [other]) => firmness(other) - firmness(one))
    .map(([english, translation]) => patternOf(english, translation));
}

function patternOf(english: string, translation: string): Pattern {
  const names = [...english.matchAll(placeholder)].map(([, name]) => name!);
  const fixed = english
    .split(/\{\w+\}/)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return { shape: new RegExp(`^${fixed.join('(.*?)')}$`, 's'), names, translation };
}
