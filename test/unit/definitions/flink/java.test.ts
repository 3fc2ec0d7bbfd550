import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { described, locate } from './locate.js';

const job = `
public class Orders {
  private static final String SINK = "order" + " totals";

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    // .map(not an operator)
    DataStream<Order> orders = env
        .fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
        .uid("orders-source");
    SingleOutputStreamOperator<Order> valid = orders.filter(o -> o.amount() > 0).name("valid orders");
    Set<String> words = list.stream().map(String::trim).filter(w -> true).collect(toSet());
    valid
        .keyBy(Order::customer)
        .process(new KeyedProcessFunction<>() {
          public void processElement(Order o, Context c, Collector<Total> out) { o.items.stream().map(x -> x); }
        })
        .setParallelism(4)
        .name("count per customer").uid("count")
        .union(valid.map(Total::of))
        .sinkTo(sink).name(SINK);
    env.execute("orders");
  }
}
`;

describe('operators in a Java job', () => {
  it('are found at their methods, with names, uids and what they take in', async () => {
    expect(await described(job, 'java')).toEqual([
      '9 fromSource orders uid=orders-source',
      '11 filter valid orders ← 0',
      '15 process count per customer uid=count ← 1',
      '20 map ? ← 1',
      '21 sinkTo order totals ← 2 3',
    ]);
  });

  it('are found in methods of the same file, at the call where a method makes those of several calls', async () => {
    const text = `class J { void main() {
      DataStream<O> a = read(env, "a"); DataStream<O> b =
        read(env, "b");
      write(a.union(b));
    }
    static DataStream<O> read(StreamExecutionEnvironment env, String name) {
      return env.fromSource(s, w, name + " topic").uid(name);
    }
    private void write(DataStream<O> all) {
      all.print();
    } }`;
    expect(await described(text, 'java')).toEqual([
      '2 fromSource a topic uid=a',
      '3 fromSource b topic uid=b',
      '10 print ? ← 0 1',
    ]);
  });

  it('are found in a method that is given its streams from elsewhere', async () => {
    const text = `class Enrich { public static DataStream<O> enrich(DataStream<O> orders, BroadcastStream<R> rules) {
      return orders.connect(rules).process(new F()).name("enrich"); } }`;
    expect(await described(text, 'java')).toEqual(['2 process enrich']);
  });

  it('take both ways of a condition, and joins with all they take in', async () => {
    const text = `class J { void main() {
      DataStream<O> a = env.fromData(1), b = env.fromSequence(1, 2);
      (local ? a : b).map(f).name("m");
      a.join(b).where(k).equalTo(k).window(w).apply(f).name("j");
      AsyncDataStream.unorderedWait(a, fn, 1, SECONDS).name("async");
      a.transform("by hand", type, op);
    } } // StreamExecutionEnvironment`;
    expect(await described(text, 'java')).toEqual([
      '2 fromData ?',
      '2 fromSequence ?',
      '3 map m ← 0 1',
      '4 apply j ← 0 1',
      '5 unorderedWait async ← 0',
      '6 transform by hand ← 0',
    ]);
  });

  it('are found in text that is being written', async () => {
    const text = `class J { void main() { StreamExecutionEnvironment env;
      env.fromSource(a, b, "orders").map(x -> {
        .sinkTo(s)
    }`;
    expect((await described(text, 'java'))[0]).toBe('2 fromSource orders');
  });

  it('are none in a file without a job, and no text breaks the search', async () => {
    expect(await locate('class A { void f(Stream<X> s) { s.map(x).filter(y); } }', 'java')).toEqual([]);
    const part = fc.constantFrom(
      ...[
        'DataStream<O> a',
        'a',
        '=',
        '.map(f)',
        '.union(',
        ')',
        'f(',
        'void f(DataStream<O> a)',
        '{',
        '}',
        'return',
        ';',
      ],
      ...['"', '.name("n")', 'env.fromData(1)', '?', ':', 'class J {'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        const operators = await locate(`${parts.join(' ')} // StreamExecutionEnvironment`, 'java');
        operators.forEach(({ inputs }, position) =>
          expect(inputs.every((input) => input >= 0 && input < operators.length && input !== position)).toBe(
            true,
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are bounded where methods call one another over and over', async () => {
    const methods = Array.from(
      { length: 30 },
      (_, i) => `void f${i}() { f${i + 1}(); f${i + 1}(); env.fromData(1); }`,
    );
    const operators = await locate(`class J { ${methods.join('\n')} } // StreamExecutionEnvironment`, 'java');
    expect(operators.length).toBeLessThanOrEqual(5_000);
  });
});
