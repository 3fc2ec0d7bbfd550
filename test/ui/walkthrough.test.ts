import { expect } from 'vitest';
import { test } from './session.js';

test.scoped({ options: { files: {} } });

test('the walkthrough shows what there is to do, and its button opens the example', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.run('Welcome: Open Walkthrough...');
  await workbench.pick('Checkpoint Lens', 'Get Started with Checkpoint Lens');
  const step = page.locator('.getting-started-step', { hasText: 'Open an Example' });
  await step.locator('.codicon-getting-started-step-unchecked').first().waitFor();
  await workbench.screenshot('walkthrough');
  await step.getByRole('button', { name: 'Open Example' }).click();
  await page.locator('.quick-input-widget').getByText('Orders').first().waitFor();
  await page.keyboard.press('Escape');
  await step.locator('.codicon-getting-started-step-checked').first().waitFor();
  expect(workbench.opened.errors).toEqual([]);
});
