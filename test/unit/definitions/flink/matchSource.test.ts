import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchSource } from '../../../../src/definitions/flink/matchSource.js';
import type { SourceLanguage } from '../../../../src/definitions/flink/sourceLocator.js';
import { flinkRecording } from '../../../fixtures/flinkRecording.js';
import { locate } from './locate.js';

const lensJob = readFileSync('test/flink/job/LensJob.java', 'utf8');

/** `.name(n[2]): count per customer (uid)` for each operator of a text that was tied to one of a recorded job. */
async function tied(recording: string, text: string, language: SourceLanguage = 'java'): Promise<string[]> {
  const { operators } = flinkRecording(recording, { from: ['rest'] });
  const source = await locate(text, language);
  const lines = text.split('\n');
  return (matchSource(source, operators) ?? []).flatMap((match, position) => {
    const { line, column } = source[position]!;
    const code = lines[line - 1]!.slice(column).split('(', 1)[0]!.trim();
    return match ? [`${line} ${code}: ${match.operator.name} (${match.by})`] : [];
  });
}

describe('tying a source to the job that runs it', () => {
  it('ties the operators of the branch that ran, by the uids that other branches have too', async () => {
    expect(await tied('join', lensJob)).toEqual([
      '451 source: Source: orders (uid)',
      '452 map: parse (uid)',
      '455 source: Source: payments (uid)',
      '456 source: Source: refunds (uid)',
      '459 process: match payments (uid)',
      '463 map: enrich (uid)',
      '468 sinkTo: slow sink: Writer (uid)',
    ]);
  });

  it('ties an operator in the middle of a chain by its place, and says so', async () => {
    expect(await tied('skew', lensJob)).toEqual([
      '434 source: Source: orders (uid)',
      '435 map: parse (place)',
      '442 process: count per customer (uid)',
      '446 sinkTo: slow sink: Writer (uid)',
    ]);
  });

  it('goes by uid where names were changed, by name where uids were, and by what is around where both were', async () => {
    const text = `class J { void main(StreamExecutionEnvironment env) {
      env.fromSource(a, b, "all orders").uid("src")
        .map(f).name("parse")
        .keyBy(k).process(c).name("renamed")
        .sinkTo(s).name("slow sink").uid("new");
    } }`;
    expect(await tied('skew', text)).toEqual([
      '2 fromSource: Source: orders (uid)',
      '3 map: parse (name)',
      '4 process: count per customer (place)',
      '5 sinkTo: slow sink: Writer (name)',
    ]);
  });

  it('ties no source of another job, though both have a Map and a Filter', async () => {
    const text = `class J { void main(StreamExecutionEnvironment env) {
      env.fromSource(a, b, "clicks").map(f).filter(g).sinkTo(s).name("slow sink");
      env.fromData(1).map(f);
    } }`;
    expect(await tied('skew', text)).toEqual([]);
  });

  it('ties equal names to different operators, in the order of the stream', async () => {
    const { operators } = flinkRecording('join', { from: ['rest'] });
    const renamed = operators.map((operator) => ({
      ...operator,
      name: operator.name.replace(/parse|enrich/, 'Map'),
    }));
    const source = await locate(
      `class J { void main(StreamExecutionEnvironment env) {
        DataStream<O> m = env.fromSource(a, b, "orders").map(f);
        m.connect(x).process(p).name("match payments").map(g).sinkTo(s).name("slow sink"); } }`,
      'java',
    );
    expect(matchSource(source, renamed)?.map((match) => match?.operator.vertex)).toEqual([0, 3, 4, 5, 6]);
  });

  it('ties SQL to the job of its planner', async () => {
    const text =
      'INSERT INTO totals\nSELECT customer, COUNT(*), SUM(amount)\nFROM orders\nGROUP BY customer;';
    expect(await tied('sql', text, 'sql')).toEqual([
      '3 orders: Source: orders[5] (name)',
      '4 GROUP BY customer;: GroupAggregate[7] (name)',
      '1 totals: totals[8]: Writer (name)',
    ]);
  });
});
