import type { Place } from './place.js';

/** A text that a program puts together from literals, with where each part of it stands in the file. */
export interface SourceText {
  readonly text: string;
  /** Ascending; from each on the text stands in the file as it is, up to the next. */
  readonly places: readonly (Place & { readonly at: number })[];
}

/** Stands in a text for what only the running program knows. No source has it. */
export const unknownPart = '\uFFFC';

export const unknownText: SourceText = { text: unknownPart, places: [] };

/** A text of one or several lines that stands in the file as it is. */
export function verbatimText(text: string, start: Place): SourceText {
  const places = [{ at: 0, ...start }];
  for (let at = text.indexOf('\n') + 1; at > 0; at = text.indexOf('\n', at) + 1) {
    places.push({ at, line: start.line + places.length, column: 0 });
  }
  return { text, places };
}

/** The texts one after the other. */
export function joinedText(parts: readonly SourceText[]): SourceText {
  let text = '';
  const places: SourceText['places'][number][] = [];
  for (const part of parts) {
    for (const place of part.places) places.push({ ...place, at: place.at + text.length });
    text += part.text;
  }
  return { text, places };
}

/** A part of a text, from one position to another. */
export function partOfText({ text, places }: SourceText, from: number, to: number): SourceText {
  const first = places.findLast(({ at }) => at <= from);
  const within = places.filter(({ at }) => at > from && at < to);
  return {
    text: text.slice(from, to),
    places: [
      ...(first ? [{ ...first, at: 0, column: first.column + from - first.at }] : []),
      ...within.map((place) => ({ ...place, at: place.at - from })),
    ],
  };
}

/** With what matches replaced by the texts in turn; by {@link unknownPart} where there is none for it. */
export function filledText(
  template: SourceText,
  pattern: RegExp,
  values: readonly (SourceText | undefined)[],
): SourceText {
  const parts: SourceText[] = [];
  let from = 0;
  [...template.text.matchAll(pattern)].forEach((match, i) => {
    parts.push(partOfText(template, from, match.index), values[i] ?? unknownText);
    from = match.index + match[0].length;
  });
  return joinedText([...parts, partOfText(template, from, template.text.length)]);
}

/** Where a position of the text stands; undefined where it stands nowhere in the file. */
export function placeInText({ places }: SourceText, position: number): Place | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.at <= position) low = middle + 1;
    else high = middle;
  }
  const place = places[low - 1];
  return place && { line: place.line, column: place.column + position - place.at };
}
