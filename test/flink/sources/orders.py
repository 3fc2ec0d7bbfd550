"""Counts the orders of each customer with PyFlink's DataStream API."""

import time

from pyflink.common import Types, WatermarkStrategy
from pyflink.datastream import (
    DataStream,
    KeyedProcessFunction,
    OutputTag,
    ProcessFunction,
    RuntimeContext,
    StreamExecutionEnvironment,
)
from pyflink.datastream.connectors.number_seq import NumberSequenceSource
from pyflink.datastream.state import ValueStateDescriptor

ORDER = Types.TUPLE([Types.INT(), Types.INT()])
REFUSED = OutputTag("refused", Types.TUPLE([Types.INT(), Types.INT()]))
COUNT_UID = "count-" "per-customer"


class CountPerCustomer(KeyedProcessFunction):

    def open(self, context: RuntimeContext):
        self.count = context.get_state(ValueStateDescriptor("count", Types.LONG()))

    def process_element(self, order, context):
        count = (self.count.value() or 0) + 1
        self.count.update(count)
        yield order[0], count


class RefuseFree(ProcessFunction):

    def process_element(self, order, context):
        if order[1] > 0:
            yield order
        else:
            yield REFUSED, order


def order_of(number: int):
    if number % 20 == 0:
        time.sleep(0.05)
    return number % 5_000, number * 7 % 100


def checked(numbers: DataStream, step: str) -> DataStream:
    """Chained over many lines, as one writes it."""
    return (
        numbers
        # A number makes an order; .filter(nothing) here.
        .map(
            order_of,
            output_type=ORDER,
        )
        .name(f"parse")
        .process(RefuseFree(), output_type=ORDER)  # the free ones go aside
        .name(step + " orders")
    )


def main():
    env = StreamExecutionEnvironment.get_execution_environment()
    env.enable_checkpointing(1_000)
    numbers = env.from_source(
        NumberSequenceSource(0, 1_000_000_000),
        WatermarkStrategy.no_watermarks(),
        source_name="orders",
    ).uid("orders")
    valid = checked(numbers, "check")

    counts = (
        valid.key_by(lambda order: order[0], key_type=Types.INT())
        .process(CountPerCustomer(), output_type=Types.TUPLE([Types.INT(), Types.LONG()]))
        .name("count per customer")
        .uid(COUNT_UID)
    )
    counts.filter(lambda count: count[1] % 1_000 == 0).print().name("thousands")
    valid.get_side_output(REFUSED).rebalance().map(lambda order: str(order), Types.STRING()).print()

    env.execute("orders in Python")


if __name__ == "__main__":
    main()
