/** A text in lines that are at most `width` wide, cut between words, and inside a word only where it alone is wider. */
export function textLines(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (measure(line) > width && line.length > 1) {
      const fitting = fittingLength(line, width, measure);
      lines.push(line.slice(0, fitting));
      line = line.slice(fitting);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A name cut to a width: what differs between long names is mostly at their end. */
export function cutName(name: string, width: number, measure: (text: string) => number): string {
  if (measure(name) <= width) return name;
  const characters = Array.from(name);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`…${characters.slice(-middle).join('')}`) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '…' : `…${characters.slice(-low).join('')}`;
}

/** A text cut at its end to a width, as a browser does it. */
export function cutEnd(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const room = width - measure('…');
  const characters = Array.from(text);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(characters.slice(0, middle).join('')) <= room) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('')}…`;
}

/** How many characters of a word fit, at least one. */
function fittingLength(word: string, width: number, measure: (text: string) => number): number {
  let [low, high] = [1, word.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(word.slice(0, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return low;
}
