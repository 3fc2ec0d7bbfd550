import { describe, expect, it } from 'vitest';
import { described } from './locate.js';

describe('operators in a Python job', () => {
  it('are found at their methods, with names, uids and what they take in', async () => {
    const text = `from pyflink.datastream import StreamExecutionEnvironment

def main():
    env = StreamExecutionEnvironment.get_execution_environment()
    orders = env.from_source(
        source=source,
        watermark_strategy=WatermarkStrategy.no_watermarks(),
        source_name="orders",
    ).uid('orders-source')
    words = [line.map(x) for line in lines]
    counted = (
        orders.filter(lambda o: o.amount > 0)
        .key_by(lambda o: o.customer)
        .process(Count(), output_type=Types.LONG())
        .name('count per ' 'customer')
        .uid('count')
    )
    counted.union(orders.map(lambda o: o.map(1))).sink_to(sink).name("totals")
    env.execute()

if __name__ == '__main__':
    main()
`;
    expect(await described(text, 'python')).toEqual([
      '5 fromSource orders uid=orders-source',
      '12 filter ? ← 0',
      '14 process count per customer uid=count ← 1',
      '18 map ? ← 0',
      '18 sinkTo totals ← 2 3',
    ]);
  });

  it('are found at the top of a script and in functions that are given streams', async () => {
    const text = `env = StreamExecutionEnvironment.get_execution_environment()
NAME = 'parse'
def parse(stream: DataStream, name=NAME):
    return stream.flat_map(f).name(name)
a = env.from_collection([1])
parse(a, name=f'{x}')
parse(env.from_collection([2]), 'b')
`;
    expect(await described(text, 'python')).toEqual([
      '5 fromCollection ?',
      '6 flatMap ? ← 0',
      '7 fromCollection ?',
      '7 flatMap b ← 2',
    ]);
  });
});
