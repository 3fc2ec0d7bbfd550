// Generated orders, counted per customer: state that is big enough to see what a checkpoint does to processing.
// Run it from the lens above `export default`, or: checkpoint-lens run orders.pipeline.ts --checkpoints 10
import {
  blackholeSink,
  float64,
  generate,
  int32,
  int64,
  pipeline,
  struct,
  valueState,
} from 'checkpoint-lens';

const Order = struct({ customer: int32, amount: float64, items: int32 });

const Customer = struct({ customer: int32, orders: int64, spent: float64 });

export default pipeline('orders', ({ env, params }) => {
  const keys = params.number('keys', 1_000_000);
  const rate = params.number('rate', Infinity);

  // Every customer orders once, in order; then anyone may order at any time, without end.
  const orders = env
    .source(
      Order,
      generate(
        (index, random) => ({
          customer: index < keys ? index : random.int(keys),
          amount: 5 + random.int(20_000) / 100,
          items: 1 + random.int(9),
        }),
        { rate },
      ),
    )
    .name('orders');

  orders
    .keyBy((order) => order.customer)
    .process(Customer, {
      expectedKeys: keys,
      state: {
        orders: valueState(int64),
        items: valueState(int64),
        spent: valueState(float64),
        smallest: valueState(float64),
        largest: valueState(float64),
        last: valueState(float64),
        average: valueState(float64),
      },
      process({ customer, amount, items }, { state, emit }) {
        const count = state.orders.value() + 1;
        const spent = state.spent.value() + amount;
        state.orders.update(count);
        state.items.update(state.items.value() + items);
        state.spent.update(spent);
        state.smallest.update(count === 1 ? amount : Math.min(amount, state.smallest.value()));
        state.largest.update(Math.max(amount, state.largest.value()));
        state.last.update(amount);
        state.average.update(spent / count);
        if (count % 100 === 0) emit({ customer, orders: count, spent });
      },
    })
    .name('count per customer')
    .uid('count')
    .sinkTo(blackholeSink())
    .name('loyal customers');
});
