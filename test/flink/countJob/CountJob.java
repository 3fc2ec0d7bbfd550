import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Counts numbers by key, with a checkpoint a second, in words that every Flink from 1.17 on has. */
public class CountJob {
    private static final int KEYS = 1000;

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        env.enableCheckpointing(1000);
        env.fromSequence(0, Long.MAX_VALUE)
                .map(CountJob::slowly)
                .returns(Long.class)
                .keyBy(number -> number % KEYS)
                .reduce((sum, number) -> sum + 1)
                .name("count")
                .filter(sum -> sum < 0)
                .print();
        env.execute("count");
    }

    private static Long slowly(Long number) throws InterruptedException {
        if (number % 100 == 0) Thread.sleep(1);
        return number;
    }
}
