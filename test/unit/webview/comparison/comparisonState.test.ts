import { describe, expect, it } from 'vitest';
import { hasWords } from '../../../../webview/hasWords.js';
import {
  freshComparisonState,
  restoredState,
  swapped,
  withChosen,
  withSide,
  type ComparisonState,
} from '../../../../webview/comparison/comparisonState.js';
import { shortNames } from '../../../../webview/comparison/shortNames.js';

const fresh = freshComparisonState(3);

describe('what a person chose in a comparison', () => {
  it('comes back as it was after the page was taken away', () => {
    const state: ComparisonState = {
      ...{ before: 2, after: 0, drawn: { 0: 4, 2: 7 }, chosen: { 2: [5, 6, 7] } },
      ...{ range: { from: 10, to: 20 }, sort: { column: 'p95 after', descending: false } },
      ...{ filter: 'count', allNumbers: true },
    };
    expect(restoredState(JSON.parse(JSON.stringify(state)), 3)).toEqual(state);
  });

  it.each([
    ['nothing', undefined],
    ['text', 'kept'],
    ['a side that is gone', { ...fresh, after: 5 }],
    ['one side twice', { ...fresh, after: 0 }],
  ])('is as at first where %s was kept', (_, kept) => {
    expect(restoredState(kept, 3)).toEqual(fresh);
  });

  it('is kept as far as it can be read', () => {
    const kept = {
      ...fresh,
      drawn: { 0: 'x', 1: 3 },
      chosen: 7,
      range: { from: 5, to: 5 },
      sort: 'after',
      filter: 1,
    };
    expect(restoredState(kept, 3)).toEqual({ ...fresh, drawn: { 1: 3 } });
  });

  it('keeps two different sides: one that is chosen where the other was changes places with it', () => {
    expect(withSide(fresh, 'before', 2)).toMatchObject({ before: 2, after: 0 });
    expect(withSide(fresh, 'after', 1)).toMatchObject({ before: 0, after: 1 });
    expect(swapped(fresh)).toMatchObject({ before: 2, after: 0 });
  });
});

describe('checkpoints that are chosen of a side', () => {
  it('are drawn where it is one, and compared where they are several', () => {
    expect(withChosen(fresh, 1, [4])).toMatchObject({ drawn: { 1: 4 }, chosen: {} });
    expect(withChosen(fresh, 1, [4, 5])).toMatchObject({ drawn: { 1: 5 }, chosen: { 1: [4, 5] } });
  });

  it('leave the one that is drawn if it is among them', () => {
    const four = withChosen(fresh, 1, [4]);
    expect(withChosen(four, 1, [4, 5, 6]).drawn).toEqual({ 1: 4 });
    expect(withChosen(four, 1, [5, 6]).drawn).toEqual({ 1: 6 });
  });

  it('are all again with one or with none, and those of other sides stay', () => {
    const chosen = withChosen(withChosen(fresh, 0, [2, 3]), 1, [4, 5]);
    expect(withChosen(chosen, 1, []).chosen).toEqual({ 0: [2, 3] });
    expect(withChosen(chosen, 1, [9]).chosen).toEqual({ 0: [2, 3] });
  });
});

describe('the short name of a run', () => {
  it('is what tells it from the others', () => {
    const modes = ['orders, blocking', 'orders, full-copy', 'orders, copy-on-write'];
    expect(shortNames(modes)).toEqual(['blocking', 'full-copy', 'copy-on-write']);
    const files = ['hashmap-1m.ckpt.json', 'rocksdb-1m-incremental.ckpt.json', 'skew.ckpt.json'];
    expect(shortNames(files)).toEqual(['hashmap-1m', 'rocksdb-1m-incremental', 'skew']);
  });

  it('is all of it where they do not differ, or have no words', () => {
    expect(shortNames(['a.json', 'a.json'])).toHaveLength(2);
    expect(shortNames(['a.json', 'a.json']).every((name) => name !== '')).toBe(true);
    expect(shortNames(['', 'x'])).toEqual(['', 'x']);
  });
});

it('a filter keeps what has all of its words, in any order and case', () => {
  const row = 'count per customer lock hold beyond noise';
  expect(hasWords(row, '')).toBe(true);
  expect(hasWords(row, ' LOCK count ')).toBe(true);
  expect(hasWords(row, 'count upload')).toBe(false);
});
