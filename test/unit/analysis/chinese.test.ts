import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import { compare } from '../../../src/analysis/comparison/comparison.js';
import { comparisonVerdict } from '../../../src/analysis/comparison/comparisonVerdict.js';
import { singleCheckpoint, wholeRun } from '../../../src/analysis/comparison/side.js';
import { textOf, type Sentence } from '../../../src/analysis/phrases.js';
import type { Trace } from '../../../src/trace/model.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { sources, textsInUse } from '../l10n/textsInUse.js';
import { allSentences, type Said } from './allSentences.js';
import { jobTrace } from './jobTrace.js';

const contents = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;

function inChinese<Result>(say: () => Result): Result {
  l10n.config({ contents });
  const said = say();
  l10n.config({ contents: {} });
  return said;
}

afterEach(() => l10n.config({ contents: {} }));

/** What Chinese users of Flink write in English: terms, names of products, APIs and settings, and units. */
const english = new Set(
  [
    'barrier checkpoint savepoint source sink task key epoch uid id trace keyed operator broadcast state in-flight mini-batch chain',
    'forward rescale pointwise exactly-once copy-on-write full-copy blocking thread dump logger',
    'Flink TaskManager JobManager RocksDB ForSt SQL DataStream API StateTtlConfig snapshotState rebalance keyBy',
    'HEAP ROCKSDB DEBUG GC CPU org.apache.flink.streaming.runtime.tasks buffer-debloat.target',
    'ns ms s min h B kB MB GB k M',
  ].flatMap((words) => words.split(' ')),
);

/** Words in Latin letters that are none of these, nor in what a job or a program named. */
function leftInEnglish(text: string, names: readonly string[] = []): readonly string[] {
  const own = names.reduce((rest, name) => rest.replaceAll(name, ' '), text);
  const words = own.match(/[A-Za-z][\w-]*(?:\.\w[\w-]*)*/g) ?? [];
  return words.filter((word) => !english.has(word) && !english.has(word.toLowerCase()));
}

/** What others wrote, the longest first: names of operators and machines, and reasons as far as they are repeated. */
function foreignIn(...traces: readonly Trace[]): readonly string[] {
  return traces
    .flatMap(({ operators, checkpoints, source, restarts }) => [
      ...operators.flatMap(({ name, locations = [] }) => [name, ...locations]),
      ...[source, ...checkpoints, ...restarts].flatMap(({ failure }) => repeated(failure)),
    ])
    .sort((a, b) => b.length - a.length);
}

function repeated(reason: string | undefined): readonly string[] {
  const line = reason?.trim().split('\n', 1)[0]?.slice(0, 200).replace(/\.$/, '') ?? '';
  return line === '' ? [] : [line];
}

function linksOf(sentence: Sentence): readonly string[] {
  return sentence.flatMap(({ target }) => (target === undefined ? [] : [JSON.stringify(target)])).sort();
}

function expectChinese(before: readonly Said[], after: readonly Said[], names: readonly string[]): void {
  expect(after.length).toBe(before.length);
  after.forEach(({ where, sentence }, n) => {
    const text = textOf(sentence);
    const about = `${where}: ${textOf(before[n]!.sentence)} → ${text}`;
    expect(linksOf(sentence), about).toEqual(linksOf(before[n]!.sentence));
    expect(leftInEnglish(text, names), about).toEqual([]);
    expect(text, about).not.toMatch(
      /\{\w*\}|undefined|NaN|[，。：、；]{2}|[.] ?[\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]/,
    );
    if (text !== textOf(before[n]!.sentence) || text === '') return;
    expect(text.replaceAll(/\(\d+\/\d+\)/g, ''), about).toSatisfy((same: string) =>
      names.includes(same.trim()),
    );
  });
}

const traces: readonly (readonly [string, () => Trace])[] = [
  ...recordings.flatMap((name) => [
    [`${name} by REST`, () => flinkRecording(name, { from: ['rest'] })] as const,
    [`${name} by REST and logs`, () => flinkRecording(name)] as const,
  ]),
  ['a run of ours', () => ordersTrace({ failed: 3, slow: 6 })],
  ['a run of ours that goes on', () => ordersTrace({ running: true, snapshot: 'full-copy' })],
  ...(['copy-on-write', 'full-copy', 'blocking'] as const).map(
    (snapshot) => [`a run in the mode ${snapshot}`, () => sampleTrace({ snapshot, checkpoints: 9 })] as const,
  ),
  ...(['running', 'finished', 'cancelled', 'failed'] as const).map(
    (state) => [`a run that is ${state}`, () => sampleTrace({ state, checkpoints: 0 })] as const,
  ),
  ['a job with a flush', () => jobTrace({ preBarrier: 400 })],
  [
    'a job whose state grows',
    () => jobTrace({ fullBytes: [1, 2, 3, 4, 5, 6].map((n) => n * 1e7), stateBackend: 'rocksdb' }),
  ],
  ['a job with a slow machine', () => jobTrace({ slowedBy: 900 })],
];

describe('what is said in Chinese', { timeout: 60_000 }, () => {
  it.each(traces)('of %s is all Chinese, with the links of the English', (_, load) => {
    const trace = load();
    const before = allSentences(trace);
    expectChinese(
      before,
      inChinese(() => allSentences(trace)),
      foreignIn(trace),
    );
  });

  it('of a comparison is all Chinese, with the links of the English', () => {
    const [slow, fast, job] = [
      sampleTrace({ snapshot: 'full-copy', checkpoints: 9 }),
      sampleTrace({ checkpoints: 8 }),
      flinkRecording('skew', { from: ['rest'] }),
    ];
    const sides = [
      wholeRun(slow),
      wholeRun(fast),
      wholeRun(job),
      singleCheckpoint(fast, 2),
      singleCheckpoint(job, 4),
      singleCheckpoint(job, 99),
    ];
    for (const before of sides) {
      for (const after of sides) {
        const say = (): readonly Said[] =>
          Object.entries(comparisonVerdict(compare(before, after))).map(
            ([where, sentence]: [string, Sentence]) => ({ where, sentence }),
          );
        expectChinese(say(), inChinese(say), foreignIn(before.trace, after.trace));
      }
    }
  });

  it('has no English in any of the texts, whether a recording asks for it or not', async () => {
    const ofAnalysis = [...sources()].filter(([path]) => path.startsWith(join('src', 'analysis')));
    for (const text of await textsInUse(ofAnalysis.map(([, source]) => source))) {
      expect(leftInEnglish(contents[text]!.replaceAll(/\{\w+\}/g, ' ')), text).toEqual([]);
    }
  });
});
