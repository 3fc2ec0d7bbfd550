import { isFields } from '../../trace/json/fields.js';
import { fieldsIn, listIn, textIn } from '../clusterAnswers.js';
import { javaReason } from '../javaReason.js';

/** A page of what a statement gave. */
export interface ResultPage {
  readonly kind: 'notReady' | 'payload' | 'end';
  readonly jobId: string | undefined;
  readonly rows: readonly (readonly unknown[])[];
  /** Whether more pages follow. */
  readonly hasNext: boolean;
}

/** From `/api_versions`, as `V2`; undefined where that is no answer of a gateway. */
export function apiVersionsIn(body: unknown): readonly number[] | undefined {
  const versions = listIn(body, 'versions')?.flatMap((name) => {
    const [, number] = typeof name === 'string' ? (/^V(\d+)$/i.exec(name) ?? []) : [];
    return number === undefined ? [] : [Number(number)];
  });
  return versions === undefined || versions.length === 0 ? undefined : versions;
}

/** From `…/result/TOKEN`; undefined where it is none. */
export function resultIn(body: unknown): ResultPage | undefined {
  const type = textIn(body, 'resultType');
  const kind = type === undefined ? undefined : kinds[type];
  if (kind === undefined) return undefined;
  const data = listIn(fieldsIn(body, 'results'), 'data') ?? [];
  return {
    kind,
    jobId: textIn(body, 'jobID'),
    rows: data.flatMap((row) => (isFields(row) && Array.isArray(row['fields']) ? [row['fields']] : [])),
    hasNext: textIn(body, 'nextResultUri') !== undefined,
  };
}

const kinds: Readonly<Record<string, ResultPage['kind']>> = {
  NOT_READY: 'notReady',
  PAYLOAD: 'payload',
  EOS: 'end',
};

const sentenceMax = 600;

/**
 * What an answer that says something went wrong says in the end: of a chain of Java exceptions the innermost one's words,
 * without the place in Flink's source. Undefined where it says nothing.
 */
export function reasonIn(body: unknown): string | undefined {
  const errors = listIn(body, 'errors')?.filter((text): text is string => typeof text === 'string') ?? [];
  const lines = errors
    .join('\n')
    .split('\n')
    .filter((line) => !/^\s*(at |\.\.\. \d+ more|<Exception on server side|End of exception)/.test(line));
  const last = lines.findLastIndex((line) => line.startsWith('Caused by:'));
  const words = (last >= 0 ? lines.slice(last) : lines)
    .join(' ')
    .replace(/^Caused by:\s*/, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/>$/, '')
    .trim();
  return words === '' ? undefined : shortened(javaReason(words));
}

/** No longer than a person reads, and not cut in the middle of a word. */
function shortened(text: string): string {
  if (text.length <= sentenceMax) return text;
  return `${text.slice(0, sentenceMax).replace(/\s+\S*$/, '')} …`;
}

/** Whether an answer says that the gateway has no such session any more. */
export function isSessionLost(body: unknown): boolean {
  const text = (listIn(body, 'errors') ?? []).join('\n');
  return /session .{0,80}(does not exist|not found)/is.test(text);
}
