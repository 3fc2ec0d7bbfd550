import { describe, expect, it } from 'vitest';
import { verdict } from '../../../src/analysis/verdict/verdict.js';
import { markdownSummary } from '../../../src/share/markdownSummary.js';
import type { Shared } from '../../../src/share/shared.js';
import type { Trace } from '../../../src/trace/model.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { hostileTrace } from '../../fixtures/hostileTrace.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { renderedMarkdown, shownText } from './renderedMarkdown.js';

function summaryOf(trace: Trace, more: Partial<Shared> = {}): string {
  const about = {
    file: 'orders.ckpt.json',
    diagnostics: [],
    madeBy: '1.2.3',
    madeAt: Date.UTC(2026, 10, 25),
  };
  return markdownSummary({ trace, ...about, ...more });
}

const shown = (markdown: string): string => shownText(renderedMarkdown(markdown));
const headlineOf = (trace: Trace, checkpoint?: number): string =>
  verdict(trace, checkpoint)
    .headline.map(({ text }) => text)
    .join('');

describe('the summary for an incident report', () => {
  it('says the verdict of the checkpoint that was shown, then that of all of them', () => {
    const trace = sampleTrace();
    const [one, all] = shown(summaryOf(trace, { view: { checkpoint: 0 } })).split('All checkpoints');
    expect(one).toContain(headlineOf(trace, 0));
    expect(all).toContain(headlineOf(trace));
  });

  it('says what lies in the measured range, and the verdict of the checkpoints that were chosen', () => {
    const trace = sampleTrace({ checkpoints: 5 });
    const [first] = trace.checkpoints;
    const measured = { from: first!.trigger, to: first!.trigger + 10_000 };
    const text = shown(summaryOf(trace, { view: { several: [1, 3], measured } }));
    const ids = trace.checkpoints.map(({ id }) => id);
    expect(text).toContain(`2 checkpoints, ${ids[1]} to ${ids[3]}`);
    expect(text).toMatch(/10\.0 s from 20[\d-]+ [\d:.]+ UTC: processing stood still for \d/);
    expect(text).toContain('All checkpoints');
  });

  it('has notes only where they are given, as text, with what they are about', () => {
    const trace = sampleTrace();
    const place = { checkpoint: 1, operator: 'count', subtask: 0, phase: 'sync' } as const;
    const notes = [{ id: 'a', text: 'Ask <b>Li</b>\n# first', place, made: 0 }];
    expect(shown(summaryOf(trace))).not.toContain('Notes');
    const text = shown(summaryOf(trace, { notes }));
    expect(text).toContain('Ask <b>Li</b>');
    expect(text).toContain('# first');
    expect(text).toMatch(/Checkpoint 1, count per customer \(1\/\d\), lock hold/);
  });

  it('has a line an operator with lock hold, upload and blocked time, the most blocked first', () => {
    const lines = summaryOf(sampleTrace())
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(lines).toEqual([
      '| operator | blocked, sum | lock hold, median | longest | longest flush | upload, median | longest | stored |',
      '| --- | --: | --: | --: | --: | --: | --: | --: |',
      expect.stringMatching(
        /^\| count per customer \| \d+ µs \| 22.5 µs \| 24 µs \| – \| 405 ms \| 412 ms \| /,
      ),
      expect.stringMatching(/^\| totals \| /),
      expect.stringMatching(/^\| orders \| /),
    ]);
  });

  it('says when each thing happened, in universal time', () => {
    const markdown = summaryOf(sampleTrace(), { view: { checkpoint: 0 } });
    expect(markdown).toContain('Triggered 2026-11-22 10:00:02.000 UTC. Completed after ');
    expect(markdown).toContain('Summary made by Checkpoint Lens 1.2.3 on 2026-11-25 00:00:00.000 UTC.');
  });

  it('says what is not known: what was derived, what is left over, what could not be read', () => {
    const trace = flinkRecording('hidden-flush', { from: ['rest'] });
    const diagnostics = [{ severity: 'warning', message: 'The file ends early.', file: 'a_b.json' } as const];
    const text = shown(summaryOf(trace, { diagnostics }));
    expect(text).toContain('Durations are known to 1 ms.');
    expect(text).toMatch(/bars are derived from other numbers, not measured, and may be off by up to \d/);
    expect(text).toMatch(/Up to .* of one subtask are not accounted for/);
    expect(text).toContain('Not read: a_b.json: The file ends early.');
  });

  it('keeps silent about what is not known where all was measured', () => {
    expect(summaryOf(sampleTrace())).not.toContain('What is not known');
  });

  it('shows hostile names as they are', () => {
    const trace = hostileTrace();
    const html = renderedMarkdown(summaryOf(trace, { view: { checkpoint: 0 } }));
    expect(new Set(html.match(/<[a-z][a-z0-9]*/g))).toEqual(
      new Set([
        '<h2',
        '<h3',
        '<p',
        '<strong',
        '<ul',
        '<li',
        '<table',
        '<thead',
        '<tbody',
        '<tr',
        '<th',
        '<td',
      ]),
    );
    for (const { name } of trace.operators) expect(shownText(html)).toContain(name);
    expect(shownText(html)).toContain('1. <b>disk</b> | full');
  });

  it('is there for a trace without checkpoints, too', () => {
    const trace = { ...sampleTrace({ checkpoints: 0 }), operators: [] };
    expect(shown(summaryOf(trace))).toContain(headlineOf(trace));
  });
});
