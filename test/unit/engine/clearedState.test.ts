import { expect, it } from 'vitest';
import { boolean, int32, int64 } from '../../../src/engine/pipeline/recordTypes.js';
import { mapState, valueState, type MapState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';

it('the values of a key can be set anew right after the last of them was cleared', () => {
  const state = new KeyedState({ count: valueState(int32), dates: mapState(int64, boolean) });
  const { count, dates } = state.handles as unknown as {
    readonly count: ValueState<number>;
    readonly dates: MapState<number, boolean>;
  };
  for (const key of ['a', 'b']) {
    state.seek(key);
    count.update(1);
    dates.put(1, true);
  }
  state.seek('c');
  state.seek('a');
  dates.remove(1);
  count.clear();
  count.update(2);
  dates.put(3, true);
  const found = ['a', 'b', 'c'].map((key) => {
    state.seek(key);
    return [count.value(), ...dates.keys()];
  });
  expect(found).toEqual([[2, 3], [1, 1], [0]]);
});
