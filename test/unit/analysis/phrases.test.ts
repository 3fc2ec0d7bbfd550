import * as l10n from '@vscode/l10n';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { listed, paragraph, plain, reasonSentence, sentence, textOf } from '../../../src/analysis/phrases.js';

const target = { checkpoint: 0, operator: 1, subtask: 0, phase: 'sync' } as const;
const duration = { text: '38 ms', target };
const subtask = { text: 'count (1/2)', target };

afterEach(() => l10n.config({ contents: {} }));

describe('a sentence from a template', () => {
  it('has each part where its name stands, with its link', () => {
    expect(sentence('It took {duration} at {subtask}.', { duration, subtask })).toEqual([
      { text: 'It took ' },
      duration,
      { text: ' at ' },
      subtask,
      { text: '.' },
    ]);
  });

  it('has them in the word order of its language', () => {
    l10n.config({ contents: { 'It took {duration} at {subtask}.': '{subtask} 用了 {duration}。' } });
    expect(sentence(l10n.t('It took {duration} at {subtask}.'), { duration, subtask })).toEqual([
      subtask,
      { text: ' 用了 ' },
      duration,
      { text: '。' },
    ]);
  });

  it('takes texts and whole clauses as parts, texts side by side being one phrase', () => {
    const clause = sentence('{duration} in all', { duration });
    expect(sentence('{id}: {clause}{end}', { id: '#5', clause, end: '.' })).toEqual([
      { text: '#5: ' },
      duration,
      { text: ' in all.' },
    ]);
  });

  it('never reads what a person wrote as a template', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: fc.constantFrom('{', '}', 'name', 'reason', '0', ' ') }),
        (one, other) => {
          const parts = { name: { text: one, target }, reason: other };
          expect(textOf(sentence('At {name}: {reason}', parts))).toBe(`At ${one}: ${other}`);
          expect(textOf(sentence('{reason}{name}{reason}', parts))).toBe(`${other}${one}${other}`);
        },
      ),
    );
  });

  it('leaves what it has no part for as it is, also names that every object has', () => {
    expect(textOf(sentence('{duration} {gone} {constructor} {', { duration }))).toBe(
      '38 ms {gone} {constructor} {',
    );
  });
});

describe('a paragraph', () => {
  it('has a space between its sentences in English, none in Chinese, and none for what is absent', () => {
    const sentences = [undefined, plain('One.'), [], plain('Two.'), undefined];
    expect(textOf(paragraph(sentences))).toBe('One. Two.');
    l10n.config({ contents: { '{first} {next}': '{first}{next}' } });
    expect(textOf(paragraph(sentences))).toBe('One.Two.');
    expect(paragraph([undefined])).toEqual([]);
  });
});

describe('a list', () => {
  it('has commas, in Chinese its own', () => {
    expect(listed(['{first}', '{next}', 'b'])).toBe('{first}, {next}, b');
    l10n.config({ contents: { '{first}, {next}': '{first}、{next}' } });
    expect(listed(['{first}', '{next}', 'b'])).toBe('{first}、{next}、b');
    expect(listed([])).toBe('');
  });
});

describe('a reason that a program gave', () => {
  it('is its first line, with one full stop', () => {
    expect(reasonSentence(' It expired.\n  at java.lang')).toBe('It expired.');
    expect(reasonSentence('It expired')).toBe('It expired.');
    expect(['Why?', 'No!', 'And so on…', 'And so on...', '超时。'].map(reasonSentence)).toEqual([
      'Why?',
      'No!',
      'And so on…',
      'And so on...',
      '超时。',
    ]);
    expect(reasonSentence('x'.repeat(300))).toBe(`${'x'.repeat(200)}…`);
  });

  it('ends with the full stop of the language around it', () => {
    l10n.config({ contents: { '{reason}.': '{reason}。' } });
    expect(reasonSentence('Checkpoint expired before completing.')).toBe(
      'Checkpoint expired before completing。',
    );
  });
});
