import { expect, it } from 'vitest';
import { LateRecords } from '../../../src/engine/operators/lateRecords.js';

it('records that came too late are said at the first, the tenth and the hundredth, and counted through a restore', () => {
  const said: string[] = [];
  const notice = (text: string): void => void said.push(text);
  const before = new LateRecords('per hour', 0, undefined, notice);
  expect(before.state).toEqual({});
  for (let i = 0; i < 95; i++) before.dropped();
  const states = [before.state, undefined, { late: 3, watermark: 7 }];
  // Nobody but the first subtask goes on with what all have counted.
  const after = [0, 1].map(
    (subtask) => new LateRecords('per hour', subtask, { states, files: [], inFlight: [] }, notice),
  );
  expect(after.map(({ state }) => state)).toEqual([{ late: 98 }, {}]);
  after[0]!.dropped();
  after[0]!.dropped();
  expect(said.map((text) => /left out (.*) that came/.exec(text)![1])).toEqual([
    'a record',
    '10 records',
    '100 records',
  ]);
});
