import type { Codec } from './codec.js';

/** The event time of the record in hand, ms; NaN where it has none. Each subtask has one. */
export interface RecordTime {
  timestamp: number;
}

/** Records with their timestamps, which stand in a frame's last word; streams without event time do without it. */
export function timestampedCodec<Value>(codec: Codec<Value>, time: RecordTime): Codec<Value> {
  return {
    words: (record) => codec.words(record) + 1,
    encode(record, views, at) {
      codec.encode(record, views, at);
      views.f64[at + codec.words(record)] = time.timestamp;
    },
    decode(views, at) {
      const words = views.i32[at * 2]! >> 3;
      time.timestamp = views.f64[at + words - 1]!;
      return codec.decode(views, at);
    },
  };
}
