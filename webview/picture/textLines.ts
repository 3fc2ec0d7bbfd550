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
      const whole = line;
      const fitting = mostFitting(1, whole.length, (count) => measure(whole.slice(0, count)) <= width);
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
  const count = mostFitting(
    0,
    characters.length,
    (most) => measure(`…${characters.slice(-most).join('')}`) <= width,
  );
  return count === 0 ? '…' : `…${characters.slice(-count).join('')}`;
}

/** A text cut at its end to a width, as a browser does it. */
export function cutEnd(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const room = width - measure('…');
  const characters = Array.from(text);
  const count = mostFitting(
    0,
    characters.length,
    (most) => measure(characters.slice(0, most).join('')) <= room,
  );
  return `${characters.slice(0, count).join('')}…`;
}

/** The most from `low` to `high` that fits; `low` is not asked for. */
function mostFitting(low: number, high: number, fits: (count: number) => boolean): number {
  let [least, most] = [low, high];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}
