import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steadyOperators } from '../../../../src/definitions/flink/steadyOperators.js';
import { recordedSource } from '../../../fixtures/flinkSources.js';
import { located } from './locate.js';

const paths = [
  'sources/orders.py',
  'sources/orders_table.py',
  'sources/orders.sql',
  'ordersTable/OrdersTable.java',
];

describe('the operators of a text that is being written', () => {
  it.each(paths)(
    'stay, and at their lines, while a statement is begun on a line of its own: %s',
    async (path) => {
      const { text, language } = recordedSource(path);
      const whole = await located(text, language);
      const at = text.indexOf('\n', text.length / 3) + 1;
      const line = text.slice(0, at).split('\n').length;
      const moved = whole.operators.map((each) =>
        each.line < line ? each : { ...each, line: each.line + 1 },
      );
      const all = await Promise.all(
        ["x = f('''", 'x.map(lambda {', '"""', "INSERT INTO t SELECT 'a"].map((begun) =>
          located(`${text.slice(0, at)}${begun}\n${text.slice(at)}`, language),
        ),
      );
      const damaged = all.filter((now) => now.isBroken && now.operators.length < whole.operators.length);
      expect(damaged).not.toEqual([]);
      for (const now of damaged) expect(steadyOperators(now, whole)).toEqual(moved);
    },
  );

  it('are none of those that were there when the text is whole without them', async () => {
    const { text, language } = recordedSource('sources/orders.sql');
    const whole = await located(text, language);
    const less = await located(text.replace(/INSERT INTO best[^]*?;\n/, ''), language);
    expect(less.isBroken).toBe(false);
    expect(steadyOperators(less, whole)).toBe(less.operators);
    expect(less.operators).toHaveLength(whole.operators.length - 2);
  });

  it('stay while the name of a table is missing, and a quote', async () => {
    const { text, language } = recordedSource('sources/orders.sql');
    const whole = await located(text, language);
    for (const change of [/big(?=\nGROUP)/, /refunds(?= AS r)/, /'(?=datagen)/]) {
      const now = await located(text.replace(change, ''), language);
      expect(now.isBroken).toBe(true);
      expect(steadyOperators(now, whole).map(({ line }) => line)).toEqual(
        whole.operators.map(({ line }) => line),
      );
    }
  });

  it.each(paths)(
    'are in the text, whatever is cut out of it or put into it, and nothing throws: %s',
    async (path) => {
      const { text, language } = recordedSource(path);
      const whole = await located(text, language);
      const pieces = fc.constantFrom(
        '',
        '(',
        ')',
        "'",
        '"',
        '"""',
        '{',
        '}',
        '\n',
        ';',
        '.',
        '/*',
        '\\',
        ' FROM ',
        '.map(',
      );
      const position = fc.nat(text.length);
      await fc.assert(
        fc.asyncProperty(position, fc.nat(200), pieces, async (from, length, piece) => {
          const now = await located(text.slice(0, from) + piece + text.slice(from + length), language);
          const lines = now.text.split('\n').length;
          for (const { line, column } of steadyOperators(now, whole)) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
            expect(column).toBeGreaterThanOrEqual(0);
          }
        }),
        { numRuns: 60 },
      );
    },
  );
});
