import { describe, expect, it } from 'vitest';
import { operatorStatistics } from '../../../../src/analysis/statistics.js';
import { matchSource } from '../../../../src/definitions/flink/matchSource.js';
import { sourceLensText } from '../../../../src/host/lenses/sourceLensText.js';
import { recordedSource, traceOf } from '../../../fixtures/flinkSources.js';
import { locate } from './locate.js';

/** `line | code at the lens | operator | title` of each lens. */
async function lensesOn(path: string): Promise<string[]> {
  const recorded = recordedSource(path);
  const { operators, source: from, ...trace } = traceOf(recorded);
  const statistics = operatorStatistics({ operators, source: from, ...trace });
  const source = await locate(recorded.text, recorded.language);
  const matches = matchSource(source, operators)!;
  const lines = recorded.text.split('\n');
  return source.map((located, position) => {
    const { line, column } = located;
    const match = matches[position];
    const code = /^\w+/.exec(lines[line - 1]!.slice(column))?.[0];
    if (!match) return `${line} | ${code}`;
    const text = sourceLensText(
      { source: located, match },
      statistics[match.operator.vertex]!,
      from.resolution,
    );
    return [line, code, `${match.operator.name} (${match.by})`, text!.title].join(' | ');
  });
}

describe('the lenses on a job that really ran', () => {
  it('stand at the lines of PyFlink’s DataStream API, also where it made one operator of several functions', async () => {
    const first = 'lock hold p99 59 ms · upload 2 ms · 7 checkpoints · in one task with';
    const second = 'lock hold p99 150 ms · upload 20 ms · 6 checkpoints · in one task with';
    const third = 'lock hold p99 1 ms · upload 1 ms · 7 checkpoints · in one task with';
    expect(await lensesOn('sources/orders.py')).toEqual([
      `66 | from_source | Source: orders (uid) | ${first} parse, check orders, Map`,
      `53 | map | parse (name) | ${first} orders, check orders, Map`,
      `58 | process | check orders (name) | ${first} orders, parse, Map`,
      `75 | process | count per customer (uid) | ${second} Filter, thousands`,
      `79 | filter | Filter (name) | ${second} count per customer, thousands`,
      `79 | print | Sink: thousands (name) | ${second} count per customer, Filter`,
      `80 | get_side_output | Map (name) | ${first} orders, parse, check orders`,
      `80 | map | Map (name) | ${third} Print to Std. Out`,
      `80 | print | Sink: Print to Std. Out (name) | ${third} Map`,
    ]);
  });

  it('stand at the lines of the SQL in PyFlink’s strings', async () => {
    const revenue = 'lock hold p99 255 ms · upload 50 ms · 24 checkpoints · in one task with';
    const minutes = 'lock hold p99 216 ms · upload 70 ms · 24 checkpoints · in one task with';
    expect(await lensesOn('sources/orders_table.py')).toEqual([
      '38 | orders | Source: orders[1] (name) | lock hold p99 119 ms · upload 3 ms · 24 checkpoints',
      `46 | GROUP | GroupAggregate[4] (name) | ${revenue} revenue`,
      `43 | revenue | revenue[6]: Writer (name) | ${revenue} GroupAggregate`,
      `52 | GROUP | WindowAggregate[10] (name) | ${minutes} minutes`,
      `49 | minutes | minutes[12]: Writer (name) | ${minutes} WindowAggregate`,
    ]);
  });

  it('stand at the lines of a file of SQL with a view, a query before the query, hints and a set of statements', async () => {
    const revenue = 'lock hold p99 108 ms · upload 72 ms · 29 checkpoints · in one task with';
    const refunded = 'lock hold p99 420 ms · upload 240 ms · 29 checkpoints · in one task with';
    const best = 'lock hold p99 49 ms · upload 170 ms · 29 checkpoints · in one task with';
    expect(await lensesOn('sources/orders.sql')).toEqual([
      '29 | orders | Source: orders[1] (name) | lock hold p99 225 ms · upload 4 ms · 29 checkpoints',
      `39 | GROUP | GroupAggregate[4] (name) | ${revenue} revenue`,
      `33 | revenue | revenue[6]: Writer (name) | ${revenue} GroupAggregate`,
      '44 | refunds | Source: refunds[9] (name) | lock hold p99 218 ms · upload 2 ms · 29 checkpoints',
      `44 | JOIN | Join[11] (name) | ${refunded} refunded`,
      `41 | refunded | refunded[13]: Writer (name) | ${refunded} Join`,
      `50 | OVER | Rank[16] (name) | ${best} best`,
      `47 | best | best[18]: Writer (name) | ${best} Rank`,
    ]);
  });

  it('stand at the lines of SQL in the text blocks and joined strings of a Java program', async () => {
    const revenue = 'lock hold p99 99 ms · upload 21 ms · 24 checkpoints · in one task with';
    const best = 'lock hold p99 55 ms · upload 24 ms · 24 checkpoints · in one task with';
    expect(await lensesOn('ordersTable/OrdersTable.java')).toEqual([
      '30 | orders | Source: orders[1] (name) | lock hold p99 160 ms · upload 2 ms · 24 checkpoints',
      `38 | GROUP | GroupAggregate[4] (name) | ${revenue} revenue`,
      `34 | revenue | revenue[6]: Writer (name) | ${revenue} GroupAggregate`,
      `12 | GROUP | GroupAggregate[9] (name) | ${best} best`,
      `9 | best | best[11]: Writer (name) | ${best} GroupAggregate`,
    ]);
  });
});

describe('the numbers of these lenses', () => {
  const paths = ['sources/orders.py', 'sources/orders_table.py', 'sources/orders.sql'];
  it.each([...paths, 'ordersTable/OrdersTable.java'])('are those that Flink answered for %s', (path) => {
    const recorded = recordedSource(path);
    const trace = traceOf(recorded);
    const reports = reportsOf(new TextDecoder().decode(recorded.recording.bytes));
    const statistics = operatorStatistics(trace);
    trace.operators.forEach(({ id }, operator) => {
      const syncs = reports.get(id)!.map(({ sync }) => sync);
      const uploads = reports.get(id)!.map(({ async }) => async);
      const { lockHold, upload } = statistics[operator]!;
      expect([lockHold!.count, lockHold!.max]).toEqual([syncs.length, Math.max(...syncs)]);
      expect(upload!.total).toBe(uploads.reduce((sum, each) => sum + each, 0));
    });
  });
});

interface Report {
  readonly sync: number;
  readonly async: number;
}

/** By vertex what each subtask reported of each checkpoint, from the last answers of a recording. */
function reportsOf(recording: string): ReadonlyMap<string, readonly Report[]> {
  const answers = new Map<string, readonly { checkpoint?: Report }[]>();
  for (const line of recording.trimEnd().split('\n')) {
    const { path, body } = JSON.parse(line) as {
      path?: string;
      body?: { subtasks: { checkpoint?: Report }[] };
    };
    if (/\/details\/\d+\/subtasks\//.test(path ?? '') && body?.subtasks) answers.set(path!, body.subtasks);
  }
  const reports = new Map<string, Report[]>();
  for (const [path, subtasks] of answers) {
    const vertex = path.split('/').at(-1)!;
    const found = subtasks.flatMap(({ checkpoint }) => (checkpoint ? [checkpoint] : []));
    reports.set(vertex, [...(reports.get(vertex) ?? []), ...found]);
  }
  return reports;
}
