import { attributeName } from './attributes.js';
import type { FlinkSpan } from './span.js';

/** Flink's spans are three deep: checkpoint, task, subtask. */
const depthMax = 8;

const header =
  /SimpleSpan\{scope=[^,{}]*, name=([^,{}]*), startTsMillis=(-?\d{1,16}), endTsMillis=(-?\d{1,16}), attributes=\{/y;

/** Ends the attributes and begins the children, which spans have since Flink 2.2. */
const childrenMark = '}, children=[';

/** Variables stand in angle brackets, and their values are free text: a job's name. */
const attributeKey = /(?:<[^<>=,{}]{1,200}>|[A-Za-z_][\w.]{0,200})=/y;

const flinkKey =
  /^(?:max|sum|perTask|job|checkpoint|initialization|subtask|metadata|full|is)[A-Z]|(?:Ms|Bytes|Size)=$/;

/**
 * The span that Flink's `Slf4jTraceReporter` put into a log line, with its children; undefined where the text has none.
 * Of a line that is cut off, the children before the cut are given. The values are not quoted: a comma in one ends it only
 * where a name and `=` follow, and in a job's name only where one of Flink's names does.
 */
export function readSimpleSpan(text: string): FlinkSpan | undefined {
  const start = text.indexOf('SimpleSpan{');
  return start === -1 ? undefined : spanAt(text, start, 1)?.span;
}

interface Parsed {
  readonly span: FlinkSpan;
  /** Where the text goes on; absent where it breaks off within the span. */
  readonly end?: number;
}

function spanAt(text: string, start: number, depth: number): Parsed | undefined {
  header.lastIndex = start;
  const match = header.exec(text);
  if (match === null) return undefined;
  const from = header.lastIndex;
  const mark = text.indexOf(childrenMark, from);
  const to = mark === -1 ? text.lastIndexOf('}}') : mark;
  if (to < from) return undefined;
  const attributes = attributesIn(text, from, to);
  const inner =
    mark === -1 ? { children: [], end: to + 1 } : childrenAt(text, mark + childrenMark.length, depth);
  const span = {
    name: match[1]!,
    start: Number(match[2]),
    end: Number(match[3]),
    attributes,
    children: inner.children,
  };
  return inner.end === undefined || text[inner.end] !== '}' ? { span } : { span, end: inner.end + 1 };
}

/** Children up to the bracket that ends them; `end` is behind it, and absent where it is not reached. */
function childrenAt(
  text: string,
  from: number,
  depth: number,
): { readonly children: readonly FlinkSpan[]; readonly end?: number } {
  const children: FlinkSpan[] = [];
  let at = from;
  while (text[at] !== ']') {
    const child = depth < depthMax ? spanAt(text, at, depth + 1) : undefined;
    if (child !== undefined) children.push(child.span);
    if (child?.end === undefined) return { children };
    at = text.startsWith(', ', child.end) ? child.end + 2 : child.end;
  }
  return { children, end: at + 1 };
}

function attributesIn(text: string, from: number, to: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let key = '';
  let valueStart = from;
  for (let at = from; at < to;) {
    const found = keyAt(text, at);
    if (found !== '' && (isFlinkKey(found) || !key.startsWith('<'))) {
      if (key !== '') attributes.set(attributeName(key), text.slice(valueStart, at - 2));
      key = found.slice(0, -1);
      valueStart = at + found.length;
    }
    const comma = text.indexOf(', ', at);
    at = comma === -1 ? to : comma + 2;
  }
  if (key !== '') attributes.set(attributeName(key), text.slice(valueStart, to));
  return attributes;
}

function keyAt(text: string, at: number): string {
  attributeKey.lastIndex = at;
  return attributeKey.exec(text)?.[0] ?? '';
}

function isFlinkKey(key: string): boolean {
  return key.startsWith('<') || flinkKey.test(key);
}
