import { describe, expect, it } from 'vitest';
import { SqlRefusal } from '../../../src/flinkSql/expressions/refusal.js';
import { translatedChain } from './translated.js';

/** Why a chain has no translation, from its place on. */
async function refusal(chain: string): Promise<string> {
  const error: unknown = await translatedChain(chain).then(
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
      '6:24: Math.sqrt gives other last digits in Java than in JavaScript.',
    ],
    ['    .filter(({ a }) =>\n      a == 3)', '7:7: “==” makes its two sides alike first: use ===.'],
    [
      '    .filter(({ name }) => name.toUpperCase() === "X")',
      '6:27: “.toUpperCase(…)” of a text depends on the language that the cluster is set to.',
    ],
    [
      '    .filter(({ a }) => !!a)',
      '6:26: a number is taken for true or false here: compare it with something.',
    ],
    [
      '    .filter(({ x }) => x % 2 === 0)',
      '6:24: “%” has a twin in SQL for whole numbers only: an int32, an int64, or what is made of them.',
    ],
    [
      '    .filter(({ a, b }) => a % b === 0)',
      '6:27: “%” by what may be 0 gives NaN in JavaScript and fails in SQL.',
    ],
    [
      '    .filter(({ x }) => !(x / x < 1))',
      '6:26: a number that may be NaN is compared under “!”, “||” or an else, where SQL would take NaN for a number.',
    ],
    [
      '    .filter(({ x }) => `${x}` === "1")',
      '6:24: a number that is not whole is written in another way by Flink: make it whole first.',
    ],
    [
      '    .filter(({ name }) => name.slice(1) === "x")',
      '6:27: “.slice(…)” of a text counts in UTF-16 units, SQL in characters.',
    ],
    ['    .filter(({ a }) => { for (;;) return a > 1; })', '6:26: loops and the like have no twin in SQL.'],
    [
      '    .keyBy(({ x }) => x).reduce((a) => a)',
      '6:23: a key must be an int32, an int64 or a text: SQL tells −0 from 0 and NaN from NaN.',
    ],
    [
      '    .keyBy(({ a }) => a).window(SlidingEventTimeWindows.of(3000, 2000)).reduce((a) => a)',
      '6:1: Flink SQL has sliding windows only where the size is a multiple of the slide.',
    ],
  ])('%s', async (chain, reason) => {
    expect(await refusal(chain)).toContain(reason);
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
