import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointNumbered, flinkRecording } from '../../../fixtures/flinkRecording.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';
import { arrangeRows } from '../../../../webview/rows/rows.js';
import { suggestions, withSuggestion } from '../../../../webview/rows/filterSuggestions.js';
import { parseFilter, wordsOf } from '../../../../webview/rows/filterText.js';
import { rankRows } from '../../../../webview/rows/rankedRows.js';
import { freshRows } from '../../../../webview/rows/rowSettings.js';
import { indexTrace, type TraceIndex } from '../../../../webview/rows/traceIndex.js';

const index = indexTrace(ordersTrace());
const expired = indexTrace(flinkRecording('expired', { from: ['rest'] }));

/** `count 1`, `count 2`: the rows that a filter keeps, by operator and subtask. */
function kept(filter: string, checkpoint: number | 'all' = 6, of: TraceIndex = index): string[] {
  const ranked = rankRows(of, checkpoint === 'all' ? undefined : checkpoint);
  return arrangeRows(of, ranked, { ...freshRows, filter, order: 'name' }).groups.flatMap(({ rows }) =>
    rows.map(({ row }) => `${of.trace.operators[row.operator]!.name.split(/[ :]/)[0]} ${row.subtask + 1}`),
  );
}

const problems = (filter: string): readonly string[] => parseFilter(filter).problems;

describe('the filter', () => {
  it('keeps the operators whose name has the words', () => {
    expect(kept('CUSTOMER')).toEqual(['count 1', 'count 2']);
    expect(kept('op:orders')).toEqual(['orders 1', 'orders 2']);
    expect(kept('"per customer"')).toEqual(['count 1', 'count 2']);
    expect(kept('op:"totals: file"')).toEqual(['totals 1', 'totals 2']);
  });

  it('keeps the rows that have a longer phase than asked', () => {
    expect(kept('sync>10µs')).toEqual(['count 1', 'count 2']);
    expect(kept('upload>5ms')).toEqual(['count 1', 'count 2', 'totals 1', 'totals 2']);
    expect(kept('upload>1s')).toEqual([]);
    expect(kept('upload<5ms')).toEqual(['orders 1', 'orders 2']);
    expect(kept('sync>=8.9us sync<=9.1us')).toEqual(['totals 1']);
  });

  it('keeps what was blocked, had its barrier or acknowledged later than asked', () => {
    expect(kept('blocked>0.01')).toEqual(['count 1', 'count 2']);
    expect(kept('barrier>3ms')).toEqual(['count 1', 'count 2', 'totals 1', 'totals 2']);
    expect(kept('end-to-end>0.1s')).toEqual(kept('e2e>100ms'));
    expect(kept('e2e>100ms')).toEqual(['count 1', 'count 2']);
  });

  it('counts subtasks from 1, as they are shown', () => {
    expect(kept('count subtask:2')).toEqual(['count 2']);
  });

  it('takes away what stands behind a minus', () => {
    expect(kept('-op:count -totals subtask:1')).toEqual(['enrich 1', 'orders 1']);
    expect(kept('-sync>10µs -"file sink" -subtask:2')).toEqual(['enrich 1', 'orders 1']);
  });

  it('finds the arrow in a chain’s name', () => {
    const chain = { id: 'a', name: 'source -> map', parallelism: 1, inputs: [] };
    const trace = indexTrace({ ...ordersTrace(), operators: [chain, ...ordersTrace().operators.slice(1)] });
    expect(kept('source -> map', 6, trace)).toEqual(['source 1', 'source 2']);
    expect(problems('source -> map ->')).toEqual([]);
  });

  it('knows where a subtask ran', () => {
    const hosts = indexTrace(flinkRecording('skew', { from: ['rest'] }));
    const all = hosts.rows.length;
    expect(kept('host:localhost', 'all', hosts)).toHaveLength(all);
    expect(kept('-host:localhost', 'all', hosts)).toEqual([]);
    expect(kept('host:tm-2')).toEqual([]);
  });
});

describe('the status in a filter', () => {
  const fourth = checkpointNumbered(expired.trace, 4);

  it('is of the checkpoint shown', () => {
    const late = kept('status:late', fourth, expired);
    expect(late.length).toBeGreaterThan(0);
    expect(kept('status:failed', fourth, expired)).toEqual(expect.arrayContaining(late));
    expect(
      [...kept('status:failed', fourth, expired), ...kept('-status:failed', fourth, expired)].sort(),
    ).toEqual(kept('', fourth, expired).sort());
    const first = checkpointNumbered(expired.trace, 1);
    expect(kept('status:failed', first, expired)).toEqual([]);
    expect(kept('status:acknowledged', first, expired)).toEqual(kept('', first, expired));
  });

  it('is of any checkpoint when the entire job is shown', () => {
    expect(kept('status:late', 'all', expired)).toEqual(
      expect.arrayContaining(kept('status:late', fourth, expired)),
    );
  });

  it('is pending for those that a checkpoint waits for', () => {
    const cut = flinkRecording('pending', { until: 1795365358103 });
    const pending = indexTrace(cut);
    const current = cut.checkpoints.findIndex(({ status }) => status === 'inProgress');
    const waiting = kept('status:pending', current, pending);
    expect(waiting).toEqual(['count 2']);
    expect(kept('status:pending', 'all', pending)).toEqual(waiting);
  });
});

describe('a filter that is not understood', () => {
  it('says what is wrong with it, and what can be written', () => {
    expect(problems('synk>5ms')).toEqual(['“synk” has no duration: try sync, upload, blocked.']);
    expect(problems('sync>')).toEqual(['Add a duration: sync>500ms.']);
    expect(problems('sync>5parsecs')).toEqual(['Add a duration: sync>500ms.']);
    expect(problems('status:great')).toEqual(['“great” is no status: try failed, pending, late.']);
    expect(problems('subtask:0')).toEqual(['Add a number from 1: subtask:2.']);
    expect(problems('op: host:')).toHaveLength(2);
  });

  it('goes by the terms that are', () => {
    expect(kept('count synk>5ms')).toEqual(['count 1', 'count 2']);
  });

  it('is said to be so or is understood, whatever it is', () => {
    const part = fc.constantFrom(
      ...[
        'sync',
        'op',
        'host',
        'status',
        'subtask',
        'blocked',
        ':',
        '>',
        '<',
        '>=',
        '-',
        '"',
        ' ',
        '5ms',
        '1.5',
        'constructor',
        'µs',
        '∞',
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (filter) => {
        const { terms, problems: said } = parseFilter(filter);
        expect(terms.length + said.length).toBe(wordsOf(filter).length);
        for (const term of terms) {
          if (term.kind === 'number') expect(Number.isFinite(term.than)).toBe(true);
          if (term.kind === 'subtask') expect(term.subtask).toBeGreaterThanOrEqual(0);
        }
        expect(kept(filter).length).toBeLessThanOrEqual(8);
        for (const suggestion of suggestions(filter, index.trace)) withSuggestion(filter, suggestion);
      }),
    );
  });
});

describe('the suggestions', () => {
  const texts = (filter: string): string[] => suggestions(filter, index.trace).map(({ text }) => text);

  it('list every kind of term to begin with', () => {
    expect(texts('')).toEqual(expect.arrayContaining(['sync>500ms', 'blocked>1s', 'op:', 'status:', '-op:']));
  });

  it('go on from what was typed', () => {
    expect(texts('count s')).toEqual(expect.arrayContaining(['sync>500ms', 'status:', 'subtask:1']));
    expect(texts('status:p')).toEqual(['status:pending']);
    expect(texts('-op:cust')).toEqual(['-op:"count per customer"']);
  });

  it('can all be understood, and name no host where none is known', () => {
    for (const filter of ['', 'status:', 'op:', '-op:']) {
      const complete = texts(filter).filter((text) => !text.endsWith(':'));
      expect(complete.flatMap(problems)).toEqual([]);
    }
    expect(texts('host')).toEqual([]);
    const hosts = flinkRecording('skew', { from: ['rest'] });
    expect(suggestions('host:', hosts)[0]!.text).toMatch(/^host:localhost:\d+$/);
  });

  it('take the place of the last word', () => {
    expect(withSuggestion('count st', { text: 'status:late', means: '' })).toBe('count status:late');
    expect(withSuggestion('count ', { text: 'sync>500ms', means: '' })).toBe('count sync>500ms');
    expect(withSuggestion('op:"file s', { text: 'op:"totals: file sink"', means: '' })).toBe(
      'op:"totals: file sink"',
    );
  });
});
