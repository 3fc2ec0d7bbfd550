import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { described } from './locate.js';

const sql = (text: string): Promise<string[]> => described(text, 'sql');

describe('operators in Flink SQL', () => {
  it('are the tables that are read and written, and the aggregation between', async () => {
    const text = `-- INSERT INTO nothing SELECT 1 FROM comments;
CREATE TABLE orders (customer INT) WITH ('connector' = 'datagen; FROM text');
INSERT INTO \`default_catalog\`.db.\`total \`\`s\`\`\`
SELECT customer, COUNT(*)
FROM orders
GROUP BY customer;`;
    expect(await sql(text)).toEqual(['5 FROM orders', '6 GROUP ? ← 0', '3 INSERT total `s` ← 1']);
  });

  it('are those of each statement in a set, with joins, views and queries before them', async () => {
    const text = `CREATE TEMPORARY VIEW valid AS SELECT DISTINCT id FROM orders, (SELECT * FROM returns) AS r;
EXECUTE STATEMENT SET BEGIN
INSERT INTO rated WITH v AS (SELECT * FROM valid)
  SELECT * FROM v
  LEFT JOIN rates FOR SYSTEM_TIME AS OF v.t AS r ON v.id = r.id
  JOIN customers ON 1 = 1;
INSERT INTO windows
  SELECT window_start, count(*) FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(t), INTERVAL '10' MINUTES))
  GROUP BY window_start
  UNION ALL SELECT id, ROW_NUMBER() OVER (PARTITION BY id) FROM valid;
END;`;
    expect(await sql(text)).toEqual([
      '1 FROM orders',
      '1 FROM returns',
      '1 JOIN ? ← 0 1',
      '1 DISTINCT ? ← 2',
      '5 FROM rates',
      '5 JOIN ? ← 3 4',
      '6 FROM customers',
      '6 JOIN ? ← 5 6',
      '3 INSERT rated ← 7',
      '8 FROM bids',
      '9 GROUP ? ← 9',
      '10 OVER ? ← 3',
      '7 INSERT windows ← 10 11',
    ]);
  });

  it('are found quickly though views use one another over and over, and no text breaks the search', async () => {
    const views = Array.from(
      { length: 60 },
      (_, i) => `CREATE VIEW v${i + 1} AS SELECT * FROM v${i}, v${i};`,
    );
    const found = await sql(`${views.join('\n')} INSERT INTO s SELECT * FROM v60`);
    expect(found.slice(0, 4)).toEqual(['1 FROM v0', '1 FROM v0', '1 JOIN ? ← 0 1', '2 JOIN ? ← 2']);
    expect(found.at(-1)).toBe('60 INSERT s ← 61');
    const word = fc.constantFrom(
      ...[
        'INSERT',
        'INTO',
        't',
        'SELECT',
        'FROM',
        '(',
        ')',
        ',',
        ';',
        'JOIN',
        'GROUP',
        'BY',
        'WITH',
        'AS',
        'UNION',
      ],
      ...[
        'TABLE',
        'TUMBLE',
        'CREATE',
        'VIEW',
        'FOR',
        'SYSTEM_TIME',
        'OVER',
        "'",
        '`',
        '--',
        '/*',
        'DISTINCT',
        '.',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 50 }), async (words) => {
        await sql(`INSERT INTO s ${words.join(' ')}`);
      }),
      { numRuns: 500 },
    );
  });
});
