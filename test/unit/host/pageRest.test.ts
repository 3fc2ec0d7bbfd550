import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageRest } from '../../../src/host/trace/pageRest.js';

describe('a page in a tab that is hidden', () => {
  let happened: string[];
  let rest: PageRest;

  beforeEach(() => {
    vi.useFakeTimers();
    happened = [];
    rest = new PageRest({ load: () => happened.push('load'), unload: () => happened.push('unload') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is there at once when it is shown again within a minute, however often', () => {
    for (let time = 0; time < 5; time += 1) {
      rest.hidden();
      vi.advanceTimersByTime(59_000);
      rest.shown();
    }
    vi.advanceTimersByTime(3_600_000);
    expect(happened).toEqual([]);
  });

  it('gives its memory back after a minute, also where VS Code tells several times that it is hidden', () => {
    rest.hidden();
    vi.advanceTimersByTime(30_000);
    rest.hidden();
    vi.advanceTimersByTime(30_000);
    rest.hidden();
    vi.advanceTimersByTime(3_600_000);
    expect(happened).toEqual(['unload']);
  });

  it('comes back when it is shown, once', () => {
    rest.hidden();
    vi.advanceTimersByTime(60_000);
    rest.shown();
    rest.shown();
    expect(happened).toEqual(['unload', 'load']);
  });

  it('is left alone when its tab was closed meanwhile', () => {
    rest.hidden();
    rest.dispose();
    vi.advanceTimersByTime(3_600_000);
    expect(happened).toEqual([]);
  });
});
