import { it } from 'vitest';
import { openForEachTest, page } from './pageOfEachTest.js';
import { pageStates } from './pageStates.js';
import { expectNoViolations } from './violations.js';

openForEachTest();

it.each(Object.entries(pageStates))('breaks no rule of axe in any theme: %s', async (_, show) => {
  await show(page);
  await expectNoViolations(page);
});
