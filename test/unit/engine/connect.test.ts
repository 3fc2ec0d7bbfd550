import { describe, expect, it } from 'vitest';
import { fileSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../../src/engine/pipeline/dsl.js';
import { int32, string, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState } from '../../../src/engine/pipeline/state.js';
import { resultsOf } from '../../sim/results.js';

const Order = struct({ customer: int32, items: int32 });
const Payment = struct({ payer: string, amount: int32 });
const Balance = struct({ what: string, customer: int32, orders: int32, paid: int32 });
const Note = struct({ text: string });

describe('two connected streams', () => {
  it('share the state of a key, each with a function and a key of its own', () => {
    const balances = pipeline('balances', ({ env }) => {
      const orders = env
        .source(
          Order,
          generate((i) => ({ customer: i % 5, items: i }), { count: 100 }),
        )
        .uid('orders');
      const payments = env
        .source(
          Payment,
          generate((i) => ({ payer: String(i % 5), amount: 1 }), { count: 60 }),
        )
        .uid('payments')
        .parallelism(3);
      orders
        .keyBy(({ customer }) => customer)
        .connect(payments.keyBy(({ payer }) => Number(payer)))
        .process(Balance, {
          state: { orders: valueState(int32), paid: valueState(int32) },
          process1({ customer, items }, { state, emit }) {
            state.orders.update(state.orders.value() + items);
            emit({ what: 'order', customer, orders: state.orders.value(), paid: state.paid.value() });
          },
          process2({ payer, amount }, { state, emit }) {
            state.paid.update(state.paid.value() + amount);
            const customer = Number(payer);
            emit({ what: 'payment', customer, orders: state.orders.value(), paid: state.paid.value() });
          },
        })
        .sinkTo(fileSink('results'));
    });
    for (let seed = 0; seed < 20; seed++) {
      const last = new Map<string, number[]>();
      for (const line of resultsOf(balances, seed)) {
        const [, customer, orders, paid] = line.split(',');
        const [mostOrders = 0, mostPaid = 0] = last.get(customer!) ?? [];
        last.set(customer!, [Math.max(mostOrders, Number(orders)), Math.max(mostPaid, Number(paid))]);
      }
      const expected = [0, 1, 2, 3, 4].map((c) => [String(c), [950 + 20 * c, 12]] as const);
      expect(last, `seed ${seed}`).toEqual(new Map(expected));
    }
  });

  it('are mapped to one type by a function each', () => {
    const notes = pipeline('notes', ({ env }) => {
      const orders = env
        .source(
          Order,
          generate((i) => ({ customer: i, items: 2 }), { count: 3 }),
        )
        .uid('orders');
      const payments = env
        .source(
          Payment,
          generate(() => ({ payer: 'Ada', amount: 7 }), { count: 2 }),
        )
        .uid('payments');
      const mapped = orders.connect(payments).map(
        Note,
        ({ customer }) => ({ text: `order of ${customer}` }),
        ({ payer }) => ({ text: `${payer} pays` }),
      );
      const flat = orders.connect(payments).flatMap(
        Note,
        ({ items }, emit) => {
          for (let item = 0; item < items; item++) emit({ text: `item ${item}` });
        },
        () => undefined,
      );
      mapped.union(flat).sinkTo(fileSink('results'));
    });
    expect(resultsOf(notes, 1)).toEqual([
      'Ada pays',
      'Ada pays',
      ...['item 0', 'item 0', 'item 0', 'item 1', 'item 1', 'item 1'],
      ...['order of 0', 'order of 1', 'order of 2'],
    ]);
  });

  it('may each be a union, of one type', () => {
    const build = (second: typeof Order | typeof Note): (() => unknown) => {
      const definition = pipeline('unions', ({ env }) => {
        const source = (uid: string, type: typeof Order) =>
          env
            .source(
              type,
              generate(() => ({ customer: 1, items: 1 })),
            )
            .uid(uid);
        const union = source('a', Order).union(source('b', second as typeof Order));
        union
          .connect(source('c', Order))
          .map(
            Note,
            ({ items }) => ({ text: `${items}` }),
            () => ({ text: '' }),
          )
          .sinkTo(fileSink('results'));
      });
      return () => definition.build(undefined as never, 1);
    };
    expect(build(Order)).not.toThrow();
    expect(build(Note)).toThrow('The streams that “coMap” reads differ');
  });
});
