import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../../../scripts/vscode/repository.js';
import { scriptText } from '../../../src/flinkSql/translation/scriptText.js';
import { translatedChain, translatedFile, translatedScript } from './translated.js';

const example = (name: string): string => join(repository, `examples/${name}.pipeline.ts`);

/** The condition of the view of `.filter(…)`. */
async function condition(filter: string, before?: string): Promise<string> {
  const sql = await translatedChain(`    .filter(${filter})`, before);
  return sql.slice(sql.indexOf('WHERE ') + 'WHERE '.length);
}

describe('a pipeline definition as Flink SQL', () => {
  it('is the same text each time', async () => {
    const [one, other] = await Promise.all([
      translatedFile(example('flights')),
      translatedFile(example('flights')),
    ]);
    expect(scriptText(one, 'flights.pipeline.ts')).toBe(scriptText(other, 'flights.pipeline.ts'));
  });

  it('has a table or a view by the name of each operator, and says its line', async () => {
    const text = scriptText(await translatedFile(example('flights')), 'flights.pipeline.ts');
    expect(text).toContain('-- flights, line 25\nCREATE TEMPORARY TABLE `flights rows` (');
    expect(text).toContain('-- delay by origin, line 28\nCREATE TEMPORARY VIEW `delay by origin` AS');
    expect(text).toContain('-- results, line 40\nCREATE TEMPORARY TABLE results (');
  });

  it('ends the job for null in JSON, which Flink would take for −1', async () => {
    const sql = await translatedChain('    .filter(({ ok }) => ok)');
    expect(sql).toContain(
      "CASE WHEN a IS NOT NULL THEN a ELSE CAST('the field “a” is declared int32 and got: ' || COALESCE(CAST(a AS STRING), 'null') AS INT) END AS a",
    );
    expect(sql).toContain('WHEN b BETWEEN -9007199254740991 AND 9007199254740991 THEN b');
  });

  it('has state that counts and sums as aggregates over the records so far', async () => {
    const { statements } = await translatedFile(example('flights'));
    const { sql } = statements.find(({ operator }) => operator === 'delay by origin')!;
    expect(sql).toContain('COUNT(*) OVER so_far AS `count`');
    expect(sql).toContain('SUM(CAST(delay AS DOUBLE)) OVER so_far AS `delay so far`');
    expect(sql).toContain('PARTITION BY origin');
  });

  it('carries the parallelism of a sink and of a generated source, and says where it cannot', async () => {
    const { statements, notes } = await translatedScript(
      "    .filter(({ ok }) => ok).name('some').parallelism(1)",
      '',
      '.parallelism(1)',
    );
    expect(statements.find(({ sql }) => sql.includes('TABLE `out`'))!.sql).toContain(
      "'sink.parallelism' = '1'",
    );
    expect(notes.map(({ text }) => text)).toContain(
      '“some” has the parallelism of the job: Flink SQL has one of their own for generated sources, files and printing only.',
    );
    expect(notes.filter(({ text }) => text.startsWith('“out”'))).toEqual([]);
  });

  it('says which state is left out, and that drawn numbers are others', async () => {
    const { notes } = await translatedFile(example('orders'));
    expect(notes.map(({ text, at }) => `${at!.line}: ${text}`)).toEqual([
      '24: “orders” draws other numbers than the embedded engine, from the same ranges.',
      '39: “count per customer” keeps no items, smallest, largest, last, average: nothing that it emits depends on it.',
    ]);
  });

  it('takes the checkpoint settings along, and the options of a person last', async () => {
    const { statements } = await translatedFile(example('flights'), {
      intervalMs: 5000,
      alignedTimeoutMs: 0,
      backend: 'rocksdb',
      storage: 's3://bucket/checkpoints',
      options: [['execution.checkpointing.interval', '7 s']],
    });
    const set = statements.map(({ sql }) => sql).filter((sql) => sql.startsWith('SET '));
    expect(set).toContain("SET 'execution.checkpointing.interval' = '5000 ms'");
    expect(set).toContain("SET 'execution.checkpointing.unaligned.enabled' = 'true'");
    expect(set).toContain("SET 'state.backend.type' = 'rocksdb'");
    expect(set).toContain("SET 'execution.checkpointing.dir' = 's3://bucket/checkpoints'");
    expect(set.at(-1)).toBe("SET 'execution.checkpointing.interval' = '7 s'");
  });
});

describe('a function of a definition as SQL', () => {
  it('has the methods of a text that every object has, too', async () => {
    expect(await condition("({ name }) => name.toString() === 'x'")).toBe("name = 'x'");
  });

  it.each([
    ['({ a }) => a > 3', 'a > 3'],
    ['({ a, x }) => a / 2 > x', '(CAST(a AS DOUBLE) / 2E0) > x'],
    ['(r) => r.a === r.b && !r.ok', '(a = b) AND (NOT ok)'],
    ['({ b }) => b % 7 === 0', 'MOD(CAST(b AS BIGINT), 7) = 0'],
    ['({ name }) => name === "it\'s"', "name = 'it''s'"],
    ['({ name }) => name < "m"', "ENCODE(name, 'UTF-16BE') < ENCODE('m', 'UTF-16BE')"],
    [
      '({ name, a }) => `${name}-${a}`.startsWith("x")',
      "POSITION('x' IN (name || '-' || CAST(a AS STRING))) = 1",
    ],
    [
      '({ a }) => (a > 0 ? Math.abs(a) : 0.5) > 1',
      'CASE WHEN a > 0 THEN ABS(CAST(a AS DOUBLE)) ELSE 0.5E0 END > 1E0',
    ],
    ['({ a }) => [1, 2].includes(a)', '(a = 1) OR (a = 2)'],
    ['({ a }) => known.has(a)', '(a = 3) OR (a = 4)'],
    [
      '({ name }) => `${name}`.length > 0',
      "CHAR_LENGTH(REGEXP_REPLACE(name, '[\\x{10000}-\\x{10FFFF}]', '..')) > 0",
    ],
    [
      '({ ok }) => `${ok}`.slice(1, 3) === "ru"',
      "SUBSTRING(CASE WHEN ok THEN 'true' ELSE 'false' END, 2, 2) = 'ru'",
    ],
    [
      '({ a }) => `${a}`.slice(-2) === "12"',
      "SUBSTRING(CAST(a AS STRING), GREATEST(CHAR_LENGTH(CAST(a AS STRING)) - 2, 0) + 1) = '12'",
    ],
    [
      '({ a }) => `${a}`.padStart(3, "0") < "012"',
      "ENCODE(CASE WHEN CHAR_LENGTH(CAST(a AS STRING)) >= 3 THEN CAST(a AS STRING) ELSE LPAD(CAST(a AS STRING), 3, '0') END, 'UTF-16BE') < ENCODE('012', 'UTF-16BE')",
    ],
    [
      '({ name }) => name.split(",").length === 2',
      "((CHAR_LENGTH(name) - CHAR_LENGTH(REPLACE(name, ',', ''))) / CHAR_LENGTH(',') + 1) = 2",
    ],
    [
      '({ name }) => { const [first] = name.split(","); return first === "x"; }',
      "CASE WHEN SPLIT_INDEX(name, ',', 0) IS NULL THEN CAST('' AS STRING) ELSE SPLIT_INDEX(name, ',', 0) END = 'x'",
    ],
    [
      '({ a }) => new Date(a).getUTCFullYear() === 1970',
      "CAST(SUBSTRING(DATE_FORMAT(TO_TIMESTAMP_LTZ(a, 3), 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), 1, 4) AS INT) = 1970",
    ],
    [
      '({ x }) => Number.isInteger(x)',
      "CAST(x AS STRING) NOT IN ('NaN', 'Infinity', '-Infinity') AND x = FLOOR(x)",
    ],
    [
      '({ x }) => x % 2 < 1',
      '(x - 2E0 * CASE WHEN x < 0E0 THEN CEIL(x / 2E0) ELSE FLOOR(x / 2E0) END) < 1E0',
    ],
    [
      '({ a, b }) => a % b === 1',
      "(CASE WHEN b = 0 THEN CAST('NaN' AS DOUBLE) ELSE CAST(MOD(CAST(a AS BIGINT), b) AS DOUBLE) END) = 1E0",
    ],
    ['({ x }) => x === 0 || x === 1', '(ABS(x) = 0E0) OR (x = 1E0)'],
    ['({ x }) => x / x > 1', '(x / x) > 1E0'],
    ['({ x }) => !(x / x > 1)', "NOT (CAST((x / x) AS STRING) <> 'NaN' AND (x / x) > 1E0)"],
    ['({ x }) => x < Infinity', "x < CAST('Infinity' AS DOUBLE)"],
    ['({ a }) => a * Math.PI > 1', '(CAST(a AS DOUBLE) * 3.141592653589793E0) > 1E0'],
  ])('%s is %s', async (filter, sql) => {
    expect(await condition(filter, 'const known = new Set([3, 4]);')).toBe(sql);
  });

  it('has the values of what it takes from around it, and the bodies of the functions that it calls', async () => {
    const before = 'const limits = { most: 40 }; function half(n: number) { const two = 2; return n / two; }';
    expect(await condition('({ a }) => half(a) <= limits.most', before)).toBe(
      '(CAST(a AS DOUBLE) / 2E0) <= 40E0',
    );
  });

  it('has variables that change, and loops over lists', async () => {
    const sql = await condition(
      '({ a, ok }) => { let sum = 0; for (const each of [1, a]) sum += each; if (ok) sum *= 2; return (sum ?? 1) > 3; }',
    );
    expect(sql).toBe(
      'CASE WHEN ok THEN ((0E0 + 1E0) + CAST(a AS DOUBLE)) * 2E0 ELSE (0E0 + 1E0) + CAST(a AS DOUBLE) END > 3E0',
    );
  });

  it('has what a block declares in that block alone, also where some of its ways return', async () => {
    const sql = await condition(
      '({ a, ok }) => { if (a > 3) { const most = 1; if (ok) return a > most; } { const most = 2; } return a > most; }',
      'const most = 42;',
    );
    expect(sql).toBe('CASE WHEN a > 3 THEN CASE WHEN ok THEN a > 1 ELSE a > 42 END ELSE a > 42 END');
  });

  it('may go several ways', async () => {
    const sql = await condition(
      '({ a, ok }) => { if (a > 3) return ok; const twice = a * 2; return twice > 2; }',
    );
    expect(sql).toBe('CASE WHEN a > 3 THEN ok ELSE (CAST(a AS DOUBLE) * 2E0) > 2E0 END');
  });
});

describe('state of a process function as SQL', () => {
  /** The aggregates, and what is emitted. */
  async function processed(body: string): Promise<string> {
    const state = ['n', 'some', 'sum', 'most', 'last'].map(
      (name) =>
        `${name}: valueState(${name === 'last' ? 'string' : name.startsWith('s') ? 'float64' : 'int64'})`,
    );
    const sql = await translatedChain(
      `    .keyBy(({ a }) => a).process(struct({ out: float64 }), {
        state: { ${state.join(', ')} }, process({ name, a, x, ok }, { state, emit }) { ${body} } })`,
    );
    return sql.slice(sql.indexOf('CREATE TEMPORARY VIEW process'));
  }

  it.each([
    [
      'if (ok) state.some.update(state.some.value() + 1); emit({ out: state.some.value() });',
      'COUNT(CASE WHEN ok THEN 1 END) OVER so_far AS `some`',
    ],
    [
      'if (ok) state.sum.update(state.sum.value() - x); emit({ out: state.sum.value() });',
      'SUM(CASE WHEN ok THEN -x ELSE 0E0 END) OVER so_far AS `sum`',
    ],
    [
      'if (a > state.most.value()) state.most.update(a); emit({ out: state.most.value() });',
      'MAX(a) OVER so_far AS most',
    ],
    [
      'if (ok) state.last.update(name); emit({ out: state.last.value().length });',
      'LAST_VALUE(CASE WHEN ok THEN name END) OVER so_far AS `last`',
    ],
    [
      "if (state.last.value() === '') state.last.update(name); emit({ out: state.last.value().length });",
      "FIRST_VALUE(CASE WHEN name <> '' THEN name END) OVER so_far AS `last`",
    ],
  ])('%s keeps %s', async (body, aggregate) => {
    expect(await processed(body)).toContain(aggregate);
  });

  it('is as it is after the record where it is emitted under the same condition', async () => {
    const sql = await processed(
      'if (!ok) return; const n = state.n.value() + 1; state.n.update(n); if (n % 10 === 0) emit({ out: n });',
    );
    expect(sql).toContain('CAST(n AS DOUBLE) AS `out`');
    expect(sql).toContain('WHERE ok AND (MOD(CAST(n AS BIGINT), 10) = 0)');
  });

  it('is shared by two inputs, put together with what tells them apart', async () => {
    const sql = await translatedChain(`    .keyBy(({ a }) => a)
    .connect(env.source(struct({ a: int32, rate: float64 }), ndjsonFile('/data/rates.ndjson')).name('rates')
      .assignTimestampsAndWatermarks(() => 0).keyBy(({ a }) => a))
    .process(struct({ a: int32, cost: float64 }), {
      state: { rate: valueState(float64) },
      process1: ({ a, x }, { state, emit }) => emit({ a, cost: x * state.rate.value() }),
      process2: ({ rate }, { state }) => state.rate.update(rate),
    })`);
    expect(sql).toContain('FALSE AS is_first,\n  a AS common_key,');
    expect(sql).toContain('LAST_VALUE(CASE WHEN NOT is_first THEN rate END) OVER so_far AS `rate so far`');
    expect(sql).toContain('x * COALESCE(`rate so far`, 0E0) AS cost');
    expect(sql).toMatch(/WHERE is_first$/);
  });
});

describe('the parts of a text', () => {
  it('are emitted one by one, at least one of each text', async () => {
    const sql = await translatedChain(
      `    .flatMap(struct({ word: string }), ({ name }, emit) => { for (const word of name.split(' ')) if (word !== '') emit({ word }); })`,
    );
    expect(sql).toContain(
      "CROSS JOIN UNNEST(CASE WHEN name = '' THEN ARRAY[CAST('' AS STRING)] ELSE SPLIT(name, CAST(' ' AS STRING)) END) AS parts (word)\nWHERE word <> ''",
    );
  });
});

describe('a window that keeps one record', () => {
  /** What the records of a window are sorted by, as SQL has it. */
  async function order(reduce: string): Promise<string | undefined> {
    const window = '.keyBy(({ a }) => a).window(TumblingEventTimeWindows.of(1000))';
    const sql = await translatedChain(`    ${window}.reduce(${reduce})`);
    return /ORDER BY (.*)/.exec(sql)?.[1];
  }

  it.each([
    ['(p, q) => (p.x >= q.x ? p : q)', 'x DESC'],
    ['(p, q) => (q.x < p.x ? q : p)', 'x'],
    ['(p, q) => (p.x !== q.x ? (p.x > q.x ? p : q) : q.b < p.b ? q : p)', 'x DESC, b'],
    ['(p, q) => (p.x > q.x || (p.x === q.x && p.b <= q.b) ? p : q)', 'x DESC, b'],
    ['(p, q) => { if (q.name < p.name) return q; return p; }', "ENCODE(name, 'UTF-16BE')"],
  ])('%s is the first by %s', async (reduce, expected) => {
    expect(await order(reduce)).toBe(expected);
  });

  it('is made field by field where the fields are chosen each by itself', async () => {
    expect(await order('(p, q) => ({ ...q, x: Math.max(p.x, q.x) })')).toBeUndefined();
  });
});
