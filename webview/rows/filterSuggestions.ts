import type { Trace } from '../../src/trace/model.js';
import type { quantityWords, statuses } from './filterText.js';
import { wordsOf } from './filterText.js';
import { byName } from './rowOrder.js';

/** Something that can be written instead of the last word of a filter. */
export interface Suggestion {
  readonly text: string;
  readonly means: string;
}

/** As many as are read at a glance. */
const mostShown = 12;

const meanings: Readonly<Record<(typeof quantityWords)[number], Suggestion>> = {
  sync: { text: 'sync>500ms', means: 'a lock hold longer than 500 ms' },
  upload: { text: 'upload>1s', means: 'an upload longer than 1 s' },
  blocked: { text: 'blocked>1s', means: 'blocked for more than 1 s' },
  alignment: { text: 'alignment>100ms', means: 'an alignment longer than 100 ms' },
  flush: { text: 'flush>100ms', means: 'a flush before the barrier longer than 100 ms' },
  barrier: { text: 'barrier>1s', means: 'its last barrier more than 1 s after the trigger' },
  'end-to-end': { text: 'end-to-end>5s', means: 'acknowledged more than 5 s after the trigger' },
};

const statusMeanings: Readonly<Record<keyof typeof statuses, string>> = {
  failed: 'did not acknowledge in time: pending, late or declined',
  pending: 'has not acknowledged',
  late: 'reported after the checkpoint had been given up',
  declined: 'refused the checkpoint',
  finished: 'had ended before the trigger',
  acknowledged: 'acknowledged in time',
};

/** What can be written for the last word of a filter; all kinds of terms where it is empty. */
export function suggestions(text: string, trace: Trace): Suggestion[] {
  const last = lastWord(text);
  const not = last.startsWith('-') ? '-' : '';
  const word = last.slice(not.length).toLowerCase();
  return candidates(word, trace)
    .filter(({ text: known }) => known.toLowerCase() !== word)
    .slice(0, mostShown)
    .map(({ text: known, means }) => ({ text: not + known, means }));
}

/** The filter with a suggestion in the place of its last word. */
export function withSuggestion(text: string, { text: suggested }: Suggestion): string {
  return text.slice(0, text.length - lastWord(text).length) + suggested;
}

function lastWord(text: string): string {
  const last = wordsOf(text).at(-1) ?? '';
  return text.endsWith(last) ? last : '';
}

function candidates(word: string, trace: Trace): Suggestion[] {
  const value = word.slice(word.indexOf(':') + 1).replaceAll('"', '');
  if (word.startsWith('op:')) return operators(value, trace);
  if (word.startsWith('host:')) return hosts(value, trace);
  if (word.startsWith('status:')) return allStatuses().filter(({ text }) => text.startsWith(word));
  const terms = allTerms(trace).filter(({ text }) => text.startsWith(word));
  return word === '' ? terms : [...terms, ...operators(word, trace)];
}

function allTerms(trace: Trace): Suggestion[] {
  const terms: Suggestion[] = [
    ...Object.values(meanings),
    { text: 'op:', means: 'operators with this in their name' },
    { text: 'subtask:1', means: 'the first subtask of each operator' },
    { text: 'status:', means: 'failed, pending, late, …' },
  ];
  if (allHosts(trace).length > 0) terms.push({ text: 'host:', means: 'subtasks that ran there' });
  return [...terms, { text: '-op:', means: 'all but these operators: - before any term means not' }];
}

function allStatuses(): Suggestion[] {
  return Object.entries(statusMeanings).map(([status, means]) => ({ text: `status:${status}`, means }));
}

function operators(part: string, trace: Trace): Suggestion[] {
  return trace.operators
    .filter(({ name }) => name.toLowerCase().includes(part) && !name.includes('"'))
    .map(({ name, parallelism }) => ({
      text: `op:${/[\s]/.test(name) ? `"${name}"` : name}`,
      means: parallelism === 1 ? '1 subtask' : `${parallelism} subtasks`,
    }));
}

function hosts(part: string, trace: Trace): Suggestion[] {
  return allHosts(trace)
    .filter((host) => host.toLowerCase().includes(part))
    .map((host) => ({ text: `host:${host}`, means: '' }));
}

function allHosts({ operators: all }: Trace): string[] {
  const known = new Set(all.flatMap(({ locations }) => locations ?? []));
  known.delete('');
  return [...known].sort(byName);
}
