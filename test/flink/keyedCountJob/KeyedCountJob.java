import java.util.SplittableRandom;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Counts numbers per key as fast as it can. Arguments: keys, parallelism, ms between checkpoints, path of the samples. */
public class KeyedCountJob {
    public static void main(String[] args) throws Exception {
        int keys = Integer.parseInt(args[0]);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(Integer.parseInt(args[1]));
        env.enableCheckpointing(Long.parseLong(args[2]));
        env.getConfig().enableObjectReuse();
        env.fromSource(
                        new DataGeneratorSource<>(new Keys(keys), Long.MAX_VALUE, Types.INT),
                        WatermarkStrategy.noWatermarks(),
                        "keys")
                .keyBy(key -> key)
                .process(new SampledCount(args[3]))
                .name("count")
                .sinkTo(new DiscardingSink<>());
        env.execute("keyed count");
    }

    /** Every key once, in order; then keys at random, each as likely as the others. */
    private static class Keys implements GeneratorFunction<Long, Integer> {
        private static final long serialVersionUID = 1;
        private final int keys;
        private transient SplittableRandom random;

        Keys(int keys) {
            this.keys = keys;
        }

        @Override
        public Integer map(Long index) {
            if (random == null) random = new SplittableRandom(index);
            return index < keys ? (int) (long) index : random.nextInt(keys);
        }
    }
}
