import { expect, it } from 'vitest';
import { captionWords, filterWords } from '../../../../webview/picture/captionWords.js';
import { indexTrace } from '../../../../webview/rows/traceIndex.js';
import { freshState } from '../../../../webview/viewState.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';

const shown = { index: indexTrace(ordersTrace()), file: 'orders.ckpt.json' };

it('a picture says which job it is of, from which file, and which checkpoints', () => {
  const state = freshState;
  expect(captionWords({ ...shown, state: { ...state, checkpoint: 1 } })).toMatch(
    /^orders · orders\.ckpt\.json · #2: completed in .+, blocked .+$/,
  );
  expect(captionWords({ ...shown, state: { ...state, several: [0, 1, 2] } })).toContain(
    ' · 3 of 10 checkpoints: #1 – #3',
  );
  expect(captionWords({ ...shown, state })).toContain(' · Entire run');
});

it('a picture says what a filter left out of it', () => {
  expect(filterWords(freshState)).toBeUndefined();
  expect(filterWords({ filter: ' op:count ' })).toBe('Only rows that match: op:count');
});
