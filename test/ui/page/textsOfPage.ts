declare global {
  var paintedTexts: Set<string>;
}

/** From now on notes what is written on canvases. Runs in the page. */
export function watchPaintedTexts(): void {
  globalThis.paintedTexts = new Set();
  const { prototype } = CanvasRenderingContext2D;
  const paint = Object.getOwnPropertyDescriptor(prototype, 'fillText')!.value as typeof prototype.fillText;
  prototype.fillText = function (this: CanvasRenderingContext2D, ...args) {
    globalThis.paintedTexts.add(args[0]);
    paint.apply(this, args);
  };
}

/** All that a person sees or hears of the page: its blocks of text, names and titles, and what was painted. Runs in the page. */
export function textsOfPage(): string[] {
  const texts = new Set(globalThis.paintedTexts);
  const blocks = new Set<Element>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let block = node.parentElement!;
    if (!node.textContent?.trim() || block.closest('script, style, kbd, code, [hidden]')) continue;
    // A sentence with links in it is one text.
    while (getComputedStyle(block).display === 'inline') block = block.parentElement!;
    blocks.add(block);
  }
  for (const block of blocks) {
    const copy = block.cloneNode(true) as Element;
    for (const part of copy.querySelectorAll('kbd, code, [hidden]')) part.remove();
    texts.add(copy.textContent);
  }
  for (const one of document.querySelectorAll('*')) {
    if (one.closest('[hidden]')) continue;
    for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder']) {
      texts.add(one.getAttribute(name) ?? '');
    }
  }
  return [...texts];
}

/** What the fixtures say and name, and what every language has: units, keys, percentiles, names of Flink's. */
const data = [
  /orders: source|enrich|count per customer|totals: file sink|orders\.pipeline\.ts|The storage is not writable/g,
  /Source: \w+( -> parse)?|\bparse\b|slow sink: Writer|match payments|localhost:\d+|Checkpoint expired before completing/g,
  /The file ends in the middle of a span\.|spans\.duration|Record the run again\./g,
  /[\w-]+\.ckpt\.json/g,
  /\b(Enter|Esc|Ctrl|Shift|Alt|Home|End|F10|Backspace|W|S)\b/g,
  /\b(ns|ms|min|kB|MB|GB)\b|µs/g,
  /\bp9[59]\b/g,
  /failed, pending, late, …/g,
  /\b(TaskManager|REST|savepoint|Flink|T?SV)\b/g,
];

/** Whether words stand outside of all brackets that are no data. */
export function isLeftEnglish(text: string): boolean {
  let outside = text;
  for (let before = ''; before !== outside;) {
    before = outside;
    outside = outside.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  for (const known of data) outside = outside.replace(known, ' ');
  return /\p{L}{2}/u.test(outside);
}
