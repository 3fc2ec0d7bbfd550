import { describe, expect, it } from 'vitest';
import { restartFacts } from '../../../webview/details/restartFacts.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

describe('the facts of a run', () => {
  it('say when it was started again, from where, how long it was down, and why the last time', () => {
    const restarts = [
      { failed: 900, resumed: 1000, failure: 'first' },
      { failed: 2000, resumed: 2060, failure: 'second', checkpoint: 3 },
      { failed: 3000, failure: 'third' },
    ];
    // As on the axis, times count from where the chart begins.
    expect(restartFacts({ trace: { ...sampleTrace(), restarts }, start: 100 })).toEqual([
      {
        title: 'Restarts',
        facts: [
          { label: 'after 800 ms', value: 'from the beginning, nothing processed for 100 ms' },
          { label: 'after 1.90 s', value: 'from #3, nothing processed for 60 ms' },
          { label: 'after 2.90 s', value: 'did not go on' },
        ],
        note: 'third',
      },
    ]);
  });

  it('say nothing of restarts where there were none', () => {
    expect(restartFacts({ trace: sampleTrace(), start: 0 })).toEqual([]);
  });
});
