"""Revenue of each customer with PyFlink's Table API: all of it SQL, in strings."""

from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, StreamTableEnvironment
from pyflink.table.udf import udf


@udf(result_type=DataTypes.INT())
def net(amount: int) -> int:
    return amount * 100 // 119


def main():
    env = StreamExecutionEnvironment.get_execution_environment()
    env.enable_checkpointing(1_000)
    t_env = StreamTableEnvironment.create(env)
    t_env.create_temporary_function("net", net)

    t_env.execute_sql("""
        CREATE TABLE orders (
            customer INT,
            amount INT,
            ordered AS PROCTIME()
        ) WITH (
            'connector' = 'datagen',
            'rows-per-second' = '2000',
            'fields.customer.min' = '0',
            'fields.customer.max' = '4999'
        )
    """)
    for sink in ["revenue", "minutes"]:
        t_env.execute_sql(f"""
            CREATE TABLE {sink} (customer INT, amount BIGINT) WITH ('connector' = 'blackhole')
        """)
    t_env.execute_sql('''
        CREATE TEMPORARY VIEW priced AS
        SELECT customer, net(amount) AS amount, ordered
        FROM orders
    ''')

    statements = t_env.create_statement_set()
    statements.add_insert_sql('''
        INSERT INTO revenue
        SELECT customer, SUM(amount)
        FROM priced
        GROUP BY customer
    ''')
    statements.add_insert_sql(
        "INSERT INTO minutes "
        "SELECT customer, SUM(amount) "
        "FROM TABLE(TUMBLE(TABLE priced, DESCRIPTOR(ordered), INTERVAL '1' MINUTE)) "
        "GROUP BY customer, window_start, window_end"
    )
    statements.execute()


if __name__ == "__main__":
    main()
