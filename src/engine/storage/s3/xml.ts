/**
 * The texts of all elements of that name, in order. S3's answers are flat enough for it: no attributes that matter, no
 * element inside another of the same name. Looks at each character once, whatever a server sends.
 */
export function elements(xml: string, name: string): string[] {
  const texts: string[] = [];
  const close = `</${name}>`;
  for (let at = 0; ;) {
    const open = nextOpening(xml, name, at);
    const end = open < 0 ? -1 : xml.indexOf(close, open);
    if (end < 0) return texts;
    texts.push(xml.slice(open, end));
    at = end + close.length;
  }
}

/** Where the text of the next element of that name begins. */
function nextOpening(xml: string, name: string, from: number): number {
  const tag = `<${name}`;
  for (let at = xml.indexOf(tag, from); at >= 0; at = xml.indexOf(tag, at + 1)) {
    const next = xml[at + tag.length];
    if (next === '>') return at + tag.length + 1;
    // With attributes, as a namespace; not a longer name that begins the same.
    if (next === ' ') return xml.indexOf('>', at) + 1 || -1;
  }
  return -1;
}

/** The plain text of the first element of that name. */
export function textOf(xml: string, name: string): string | undefined {
  const [first] = elements(xml, name);
  return first === undefined ? undefined : unescapeXml(first);
}

export function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(lt|gt|quot|apos|amp));/g, replaceEntity);
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function replaceEntity(entity: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return names.get(name) ?? entity;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}

const names = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
]);
