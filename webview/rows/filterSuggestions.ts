import * as l10n from '@vscode/l10n';
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

function meanings(): Readonly<Record<(typeof quantityWords)[number], Suggestion>> {
  return {
    sync: { text: 'sync>500ms', means: l10n.t('a lock hold longer than 500 ms') },
    upload: { text: 'upload>1s', means: l10n.t('an upload longer than 1 s') },
    blocked: { text: 'blocked>1s', means: l10n.t('blocked for more than 1 s') },
    alignment: { text: 'alignment>100ms', means: l10n.t('an alignment longer than 100 ms') },
    flush: { text: 'flush>100ms', means: l10n.t('a flush before the barrier longer than 100 ms') },
    barrier: { text: 'barrier>1s', means: l10n.t('its last barrier more than 1 s after the trigger') },
    'end-to-end': { text: 'end-to-end>5s', means: l10n.t('acknowledged more than 5 s after the trigger') },
  };
}

function statusMeanings(): Readonly<Record<keyof typeof statuses, string>> {
  return {
    failed: l10n.t('did not acknowledge in time: pending, late or declined'),
    pending: l10n.t('has not acknowledged'),
    late: l10n.t('reported after the checkpoint had been given up'),
    declined: l10n.t('refused the checkpoint'),
    finished: l10n.t('had ended before the trigger'),
    acknowledged: l10n.t('acknowledged in time'),
  };
}

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
    ...Object.values(meanings()),
    { text: 'op:', means: l10n.t('operators with this in their name') },
    { text: 'subtask:1', means: l10n.t('the first subtask of each operator') },
    { text: 'status:', means: 'failed, pending, late, …' },
    { text: 'note:', means: l10n.t('subtasks with a note, or with this in it') },
  ];
  if (allHosts(trace).length > 0) terms.push({ text: 'host:', means: l10n.t('subtasks that ran there') });
  return [...terms, { text: '-op:', means: l10n.t('all but these operators: - before any term means not') }];
}

function allStatuses(): Suggestion[] {
  return Object.entries(statusMeanings()).map(([status, means]) => ({ text: `status:${status}`, means }));
}

function operators(part: string, trace: Trace): Suggestion[] {
  return trace.operators
    .filter(({ name }) => name.toLowerCase().includes(part) && !name.includes('"'))
    .map(({ name, parallelism }) => ({
      text: `op:${/[\s]/.test(name) ? `"${name}"` : name}`,
      means: parallelism === 1 ? l10n.t('1 subtask') : l10n.t('{0} subtasks', parallelism),
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
