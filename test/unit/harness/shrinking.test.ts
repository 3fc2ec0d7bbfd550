import { expect, it } from 'vitest';
import { kindOf, shortestFor } from '../../sim/failures.js';

const numbers = [4, 8, 15, 16, 23, 42];

/** Loses a record by 15 before 42; what is very short never ends. */
function failureOf(schedule: readonly number[]): Promise<string | undefined> {
  if (schedule.length < 2) return Promise.resolve('Error: it never finishes\n    at simulation.ts:100');
  const isLost = schedule.indexOf(15) >= 0 && schedule.indexOf(15) < schedule.indexOf(42);
  const lost = `Error: there are ${schedule.join(' ')} missing\n    at simulatedJob.ts:${schedule.length}`;
  return Promise.resolve(isLost ? lost : undefined);
}

it('the short schedule of a seed fails as the seed does, not in another way', async () => {
  const failure = (await failureOf(numbers))!;
  expect(await shortestFor(failure, numbers, failureOf)).toEqual([15, 42]);
});

it('a failure is the same with other numbers, of which there may be fewer, and another with other words', () => {
  const one = kindOf('Error: key 12 has 3.5 after 4, not 7,8,9\n    at one.ts:1');
  expect(kindOf('Error: key 1 has 0 after 10, not 7\n    at other.ts:2')).toBe(one);
  expect(kindOf('Error: the tables have 12 keys, not 3')).not.toBe(one);
});
