import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Revenue of each customer with the Table API: all of it SQL, in strings. */
public class OrdersTable {

  private static final String INTO_BEST =
      "INSERT INTO best\n"
          + "SELECT customer, MAX(amount)\n"
          + "FROM paid\n" // a view
          + "GROUP BY customer";

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.enableCheckpointing(1_000);
    StreamTableEnvironment tableEnv = StreamTableEnvironment.create(env);
    tableEnv.executeSql(
        """
        CREATE TABLE orders (customer INT, amount INT, code STRING) WITH (
          'connector' = 'datagen',
          'rows-per-second' = '2000',
          'fields.customer.min' = '0',
          'fields.customer.max' = '4999')
        """);
    for (String sink : new String[] {"revenue", "best"}) {
      tableEnv.executeSql(
          "CREATE TABLE " + sink + " (customer INT, amount BIGINT) WITH ('connector' = 'blackhole')");
    }
    tableEnv.executeSql("CREATE TEMPORARY VIEW paid AS SELECT * FROM orders WHERE amount > 0");

    StatementSet statements = tableEnv.createStatementSet();
    statements.addInsertSql("""
        INSERT INTO revenue
        SELECT customer, SUM(amount)
        FROM paid
        WHERE code <> '\\d'
        GROUP BY customer
        """);
    statements.addInsertSql(INTO_BEST);
    statements.execute();
  }
}
