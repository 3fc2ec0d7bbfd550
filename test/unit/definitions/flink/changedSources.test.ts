import { describe, expect, it } from 'vitest';
import { closestJobs } from '../../../../src/definitions/flink/closestJobs.js';
import { matchSource } from '../../../../src/definitions/flink/matchSource.js';
import { recordedSource, traceOf } from '../../../fixtures/flinkSources.js';
import { locate } from './locate.js';

const paths = [
  'sources/orders.py',
  'sources/orders_table.py',
  'sources/orders.sql',
  'ordersTable/OrdersTable.java',
];

/** `line operator (by)` of each operator that is tied, with the text as it stands in the editor now. */
async function tied(path: string, change: (text: string) => string = (text) => text): Promise<string[]> {
  const recorded = recordedSource(path);
  const source = await locate(change(recorded.text), recorded.language);
  return (matchSource(source, traceOf(recorded).operators) ?? []).flatMap((match, position) =>
    match ? [`${source[position]!.line} ${match.operator.name} (${match.by})`] : [],
  );
}

function onLine(tied: readonly string[], move: (line: number) => number): string[] {
  return tied.map((each) => each.replace(/^\d+/, (line) => String(move(Number(line)))));
}

describe('a source that was changed after its job was started', () => {
  it.each(paths)('has its lenses at the lines that have moved: %s', async (path) => {
    const before = await tied(path);
    const doubled = await tied(path, (text) => text.replaceAll('\n', '\n\n'));
    expect(doubled).toEqual(onLine(before, (line) => 2 * line - 1));
    expect(await tied(path, (text) => text.replaceAll('\n', '\r\n'))).toEqual(before);
  });

  it('has them on one line where SQL stands on one', async () => {
    const flat = (text: string): string => text.replaceAll(/--.*/g, '').replaceAll('\n', ' ');
    expect(await tied('sources/orders.sql', flat)).toEqual(onLine(await tied('sources/orders.sql'), () => 1));
  });

  it('is tied by uid where a name is new, and by place where there is no uid either', async () => {
    const renamed = (text: string): string =>
      text.replace('"count per customer"', '"customers"').replace('step + " orders"', '"validate"');
    expect(await tied('sources/orders.py', renamed)).toEqual(
      (await tied('sources/orders.py')).map((each) =>
        each.replace('check orders (name)', 'check orders (place)'),
      ),
    );
  });

  it('is tied by place where a table of SQL has another name', async () => {
    expect(
      await tied('sources/orders.sql', (text) => text.replace('INTO refunded', 'INTO paid_back')),
    ).toEqual(
      (await tied('sources/orders.sql')).map((each) =>
        each.replace('refunded[13]: Writer (name)', 'refunded[13]: Writer (place)'),
      ),
    );
  });

  it('has no lens on what is new in it, nor a wrong one beside it', async () => {
    const added = (text: string): string =>
      text.replace('counts.filter(', 'counts.map(lambda count: count).filter(');
    expect(await tied('sources/orders.py', added)).toEqual(await tied('sources/orders.py'));
    const more = (text: string): string =>
      text.replace(
        'INSERT INTO best',
        'INSERT INTO worst SELECT id, COUNT(*) FROM paid GROUP BY id;\nINSERT INTO best',
      );
    const before = onLine(await tied('sources/orders.sql'), (line) => (line >= 47 ? line + 1 : line));
    expect(await tied('sources/orders.sql', more)).toEqual(before);
  });

  it('has no lens for what it has twice and the job once', async () => {
    const twice = (text: string): string =>
      text.replace(
        'valid = checked(numbers, "check")',
        'valid = checked(numbers, "check"); checked(numbers, "check")',
      );
    const found = await tied('sources/orders.py', twice);
    expect(found.map((each) => each.replace(/^\d+ /, ''))).toEqual(
      (await tied('sources/orders.py')).map((each) => each.replace(/^\d+ /, '')),
    );
  });
});

describe('operators of one name', () => {
  const vertex = (id: string, name: string, ...from: string[]) => ({
    id,
    name,
    parallelism: 1,
    inputs: from.map((each) => ({ from: each, ship: 'HASH' })),
  });
  const bothNamed = [
    vertex('a', 'Source: a'),
    vertex('b', 'Map', 'a'),
    vertex('c', 'Map', 'a'),
    vertex('d', 'x: Writer', 'c'),
    vertex('e', 'y: Writer', 'b'),
  ];
  const python = (lines: string): string =>
    `env = StreamExecutionEnvironment.get_execution_environment()\n${lines}`;

  it('are told by what they lead to', async () => {
    const source = await locate(
      python(`a = env.from_source(s, w, 'a')
a.map(f).sink_to(s).name('x')
a.map(g).sink_to(s).name('y')`),
      'python',
    );
    const matches = matchSource(source, bothNamed)!;
    expect(matches.map((match) => [match?.operator.vertex, match?.by])).toEqual([
      [0, 'name'],
      [2, 'name'],
      [3, 'name'],
      [1, 'name'],
      [4, 'name'],
    ]);
  });

  it('are taken in turn where nothing tells them apart, and it is said', async () => {
    const job = [vertex('a', 'Source: a'), vertex('b', 'work', 'a'), vertex('c', 'work', 'a')];
    const source = await locate(
      python(`a = env.from_source(s, w, 'a')
a.map(f).name('work')
a.map(g).name('work')`),
      'python',
    );
    const matches = matchSource(source, job)!;
    expect(matches.map((match) => [match?.operator.vertex, match?.by])).toEqual([
      [0, 'name'],
      [1, 'turn'],
      [2, 'turn'],
    ]);
  });
});

describe('a source beside several open jobs', () => {
  it('is that of the one that most of it is tied to, and of equals the one that comes first', async () => {
    const python = recordedSource('sources/orders_table.py');
    const jobs = paths.map((path) => traceOf(recordedSource(path)).operators);
    const source = await locate(python.text, python.language);
    expect(closestJobs(source, jobs).map(({ job }) => job)).toEqual([1]);
    expect(closestJobs(source, [jobs[0]!, jobs[1]!, jobs[1]!]).map(({ job }) => job)).toEqual([1, 2]);
    expect(closestJobs(source, [jobs[0]!])).toEqual([]);
  });
});
