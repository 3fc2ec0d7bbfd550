import { join } from 'node:path';
import { formatDuration } from '../../src/analysis/quantities.js';
import { matchSource } from '../../src/definitions/flink/matchSource.js';
import { SourceLocator } from '../../src/definitions/flink/sourceLocator.js';
import { repository } from '../../scripts/vscode/repository.js';
import { recordedSource, traceOf } from '../fixtures/flinkSources.js';
import { machine, median, say, spread } from './report.js';

/** How long the extension host is busy with a source after a key was pressed in it: `[lines] [rounds]`. */
const [lines, rounds] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 20)];

/** The source of the recorded job, with more of the same behind it, so that it has so many lines. */
function longSource(path: string): string {
  const { text, language } = recordedSource(path);
  const more = text.split('\n').filter((line) => !/^(if __name__|import |from )/.test(line));
  const copies = Math.max(0, Math.ceil((lines - text.split('\n').length) / more.length));
  const copy = (i: number): string => {
    const body = more.join('\n');
    if (language === 'java') {
      const classOnly = body.replace(/^.*(?=public class)/s, '');
      return classOnly.replace('public class OrdersTable', `class Other${i}`);
    }
    return body.replaceAll(
      /\b(orders|refunds|revenue|refunded|minutes|best|paid|priced|checked|main)\b/g,
      `$1_${i}`,
    );
  };
  return [text, ...Array.from({ length: copies }, (_, i) => copy(i))].join('\n');
}

/** Time on processors, which is the same beside other work. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function main(): Promise<void> {
  const locator = new SourceLocator(join(repository, 'node_modules/@vscode/tree-sitter-wasm/wasm'));
  say(machine());
  say('');
  say(
    '| source | lines | operators in it | tied | read: median | spread | tied to the job: median | spread |',
  );
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const path of ['ordersTable/OrdersTable.java', 'sources/orders.py', 'sources/orders.sql']) {
    const text = longSource(path);
    const recorded = recordedSource(path);
    const { operators } = traceOf(recorded);
    const reads: number[] = [];
    const ties: number[] = [];
    let { operators: found } = await locator.locate(text, recorded.language);
    let tied = 0;
    for (let round = 0; round < rounds; round++) {
      const started = processorMs();
      // What a key does: another text of nearly the same length.
      ({ operators: found } = await locator.locate(`${text}${' '.repeat(round)}`, recorded.language));
      reads.push(processorMs() - started);
      const matching = processorMs();
      tied = matchSource(found, operators)?.filter((match) => match).length ?? 0;
      ties.push(processorMs() - matching);
    }
    const count = text.split('\n').length;
    const row = [
      path,
      count,
      found.length,
      tied,
      ...[reads, ties].flatMap((times) => [formatDuration(median(times)), spread(times)]),
    ];
    say(`| ${row.join(' | ')} |`);
  }
}

void main();
