import { describe, expect, it } from 'vitest';
import { SqlRefusal } from '../../../src/flinkSql/expressions/refusal.js';
import { translatedChain } from './translated.js';

/** Why a chain has no translation, from its place on. */
async function refusal(chain: string, before = ''): Promise<string> {
  const error: unknown = await translatedChain(chain, before).then(
    (sql) => new Error(`it was translated: ${sql}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SqlRefusal);
  return (error as SqlRefusal).message.replace(/^.*some\.pipeline\.ts:/, '');
}

describe('what Flink SQL cannot do in the same way is refused with its line and the reason:', () => {
  it.each([
    [
      '    .filter(({ a }) => Math.sqrt(a) > 2)',
      '6:24: Math.sqrt gives other last digits in Java than in JavaScript: compute it where the results are read.',
    ],
    [
      '    .filter(({ a }) => Math.toString(a) > 2)',
      '6:24: Math.toString gives other last digits in Java than in JavaScript: compute it where the results are read.',
    ],
    ['    .filter(({ a }) => Number.valueOf(a))', '6:24: Number.valueOf has no twin in SQL.'],
    [
      '    .filter(({ name }) => name.hasOwnProperty("x"))',
      '6:27: “.hasOwnProperty(…)” of a text has no twin in SQL.',
    ],
    ['    .filter(({ a }) =>\n      a == 3)', '7:7: “==” makes its two sides alike first: use ===.'],
    [
      '    .filter(({ name }) => name.toLocaleUpperCase() === "X")',
      '6:27: “.toLocaleUpperCase(…)” of a text depends on the language and the version of Unicode of where it runs.',
    ],
    [
      '    .filter(({ a }) => !!a)',
      '6:26: a number is taken for true or false here: compare it with something.',
    ],
    [
      '    .filter(({ x }) => x % 3 === 0)',
      '6:24: “%” has a twin in SQL for whole numbers (an int32, an int64, or what is made of them), and for fractions by 1, 2, 4 and so on: make the number whole first, as by Math.floor(…).',
    ],
    [
      '    .filter(({ x }) => `${x}` === "1")',
      '6:24: a number that is not whole is written in another way by Flink: make it whole first, as by Math.round(…), or leave it a number.',
    ],
    [
      '    .filter(({ name, a }) => name.slice(a) === "x")',
      '6:30: a position or a length must be a plain whole number, so that SQL counts alike.',
    ],
    [
      '    .filter(({ b }) => new Date(b).getHours() > 12)',
      '6:24: “.getHours(…)” depends on where it runs: use getUTCHours().',
    ],
    ['    .filter(({ b }) => b < Date.now())', '6:28: Date.now() is another for each machine'],
    [
      '    .filter(({ x }) => new Date(x).toISOString() > "2")',
      '6:1: a date must be made of a whole number of ms, so that SQL has the same.',
    ],
    [
      '    .filter(({ name }) => parseInt(name, 16) > 2)',
      '6:27: parseInt(…) has a twin in SQL with the radix 10 only.',
    ],
    [
      '    .filter(({ x }) => x.toFixed(2) === "1.00")',
      '6:24: “.toFixed(…)” of a number rounds in another way',
    ],
    [
      '    .filter(({ name }) => ["a", "b"].map((x) => x).length > 2)',
      '6:27: “.map(…)” of a list has no twin in SQL.',
    ],
    [
      '    .keyBy(({ a }) => a).window(TumblingEventTimeWindows.of(1000)).reduce((p, q) => (p.x > q.x ? p : q))',
      '6:1: of two records that are alike in all that is compared this keeps the later one, SQL the first',
    ],
    [
      '    .flatMap(struct({ s: string }), ({ name }, emit) => { emit({ s: name }); for (const s of name.split(" ")) emit({ s }); })',
      '6:57: this emits both in a loop over the parts of a text and outside of it: make two of it, and union(…).',
    ],
    [
      '    .flatMap(struct({ n: int32 }), ({ a }, emit) => { for (const n of [1, 2]) { if (a === n) return; emit({ n }); } })',
      '6:55: a loop that may return has no twin in SQL: let it run to its end.',
    ],
    [
      '    .filter(({ a }) => { if (a > 1) for (const n of [1, 2]) for (const m of [3]) return a > n * m; return false; })',
      '6:37: a loop that may return has no twin in SQL: let it run to its end.',
    ],
    [
      '    .flatMap(struct({ s: string }), ({ name }, emit) => { for (const s of name) emit({ s }); })',
      '6:75: a loop is over a list of at most 50 items',
    ],
    [
      '    .map(struct({ n: int64 }), ({ b }) => { seen++; return { n: b }; })',
      '6:45: “seen” is a variable from outside, which SQL cannot change: keep a state.',
    ],
    [
      '    .filter(({ a }) => { for (;;) return a > 1; })',
      '6:26: this statement has no twin in SQL: use if, const, let, return, and for (… of …)',
    ],
    [
      '    .keyBy(({ x }) => x).reduce((a) => a)',
      '6:23: a key must be an int32, an int64 or a text: SQL tells −0 from 0 and NaN from NaN.',
    ],
    [
      '    .keyBy(({ a }) => a).window(SlidingEventTimeWindows.of(3000, 2000)).reduce((a) => a)',
      '6:1: Flink SQL has sliding windows only where the size is a multiple of the slide.',
    ],
  ])('%s', async (chain, reason) => {
    expect(await refusal(chain, 'let seen = 0;')).toContain(reason);
  });

  it('state that goes on in a way that no aggregate does', async () => {
    const chain = `    .keyBy(({ a }) => a)
    .process(struct({ last: float64 }), {
      state: { last: valueState(float64) },
      process({ x }, { state, emit }) {
        const last = state.last.value() * 2 + x;
        state.last.update(last);
        emit({ last });
      },
    })`;
    expect(await refusal(chain)).toMatch(
      /^11:9:.*“last” goes on from record to record in a way that has no twin/,
    );
  });

  it('a sum of numbers that are not whole in a sliding window', async () => {
    const chain = `    .keyBy(({ a }) => a)
    .window(SlidingEventTimeWindows.of(4000, 2000))
    .reduce((one, other) => ({ ...other, x: one.x + other.x }))`;
    expect(await refusal(chain)).toContain('depends on the order of the records');
  });
});
