import java.io.FileWriter;
import java.io.IOException;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts per key in value state. A thread beside it writes how many records it has taken so far, every 20 ms, to a file of
 * its own: `Unix time in ms,records` a line. Flink's own metrics are too coarse to see what a checkpoint does.
 */
class SampledCount extends KeyedProcessFunction<Integer, Integer, Void> {
    private static final long serialVersionUID = 1;
    private static final long SAMPLE_MS = 20;
    private final String samples;
    private transient ValueState<Long> count;
    private transient Thread sampler;
    private transient volatile long published;
    private transient long records;

    SampledCount(String samples) {
        this.samples = samples;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        String path = samples + "." + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        sampler = new Thread(() -> sample(path));
        sampler.setDaemon(true);
        sampler.start();
    }

    @Override
    public void processElement(Integer key, Context context, Collector<Void> out) throws Exception {
        Long before = count.value();
        count.update(before == null ? 1L : before + 1);
        // A volatile store for each record would be a fence for each record.
        if ((++records & 0xff) == 0) published = records;
    }

    @Override
    public void close() {
        if (sampler != null) sampler.interrupt();
    }

    private void sample(String path) {
        try (FileWriter file = new FileWriter(path)) {
            while (true) {
                file.write(System.currentTimeMillis() + "," + published + "\n");
                file.flush();
                Thread.sleep(SAMPLE_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
