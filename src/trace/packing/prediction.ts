type Column = Float64Array | Int32Array | Uint8Array;

/**
 * Says each value of a column from those before it, so that only the differences are to be kept. Both work in place. Differences of
 * a narrow column may be beyond its bounds: what wraps around comes back by wrapping around.
 */
export interface Prediction {
  /** Makes values their differences from what was said. */
  take(values: Float64Array): void;
  /** The inverse of `take`. */
  give(values: Column): void;
}

/** As the value before. */
export const likeThePrevious: Prediction = {
  take(values) {
    for (let i = values.length - 1; i > 0; i -= 1) values[i]! -= values[i - 1]!;
  },
  give(values) {
    let value = 0;
    for (let i = 0; i < values.length; i += 1) values[i] = value += values[i]!;
  },
};

/** As the last value with the same key; keys are below 256. */
export function likeTheLastOf(keys: Uint8Array): Prediction {
  return {
    take(values) {
      const last = new Float64Array(256);
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i]!;
        const key = keys[i]!;
        values[i] = value - last[key]!;
        last[key] = value;
      }
    },
    give(values) {
      const last = new Float64Array(256);
      for (let i = 0; i < values.length; i += 1) {
        const difference = values[i]!;
        const key = keys[i]!;
        // Most are as was said: not to write what is there is twice as fast.
        if (difference !== 0) last[key]! += difference;
        values[i] = last[key]!;
      }
    },
  };
}

/** As far from the value before as the last time with the same key; keys are below 256. */
export function steppingLikeTheLastOf(keys: Uint8Array): Prediction {
  const steps = likeTheLastOf(keys);
  return {
    take(values) {
      likeThePrevious.take(values);
      steps.take(values);
    },
    give(values) {
      const step = new Float64Array(256);
      let value = 0;
      for (let i = 0; i < values.length; i += 1) {
        const difference = values[i]!;
        const key = keys[i]!;
        if (difference !== 0) step[key]! += difference;
        value += step[key]!;
        values[i] = value;
      }
    },
  };
}

/** What came after the same value the last time: for a few small codes, below 256, that go in turn. */
export const inTurn: Prediction = {
  take(values) {
    const next = new Float64Array(256);
    let previous = 0;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      values[i] = value - next[previous]!;
      next[previous] = value;
      previous = value;
    }
  },
  give(values) {
    const next = new Uint8Array(256);
    let previous = 0;
    for (let i = 0; i < values.length; i += 1) {
      const difference = values[i]!;
      if (difference !== 0) next[previous]! += difference;
      previous = next[previous]!;
      values[i] = previous;
    }
  },
};

/** A key for each pair of a code and the one before it; codes are below 16. */
export function turns(codes: Uint8Array): Uint8Array {
  const keys = new Uint8Array(codes.length);
  for (let i = 1; i < codes.length; i += 1) keys[i] = (codes[i - 1]! << 4) | codes[i]!;
  return keys;
}
