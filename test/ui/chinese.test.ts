import { expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

test.scoped({
  options: {
    files: { 'orders.ckpt.json': writeTrace(sampleTrace({ checkpoints: 10 })) },
    language: 'zh-cn',
  },
});

test('where VS Code is Chinese, so are the commands, the page and the verdict', async ({ workbench }) => {
  const { chart } = workbench;
  await workbench.open('orders.ckpt.json');
  await chart.verdictOnPicture.getByText('的处理停顿了').waitFor();
  expect(await chart.verdict.textContent()).toMatch(/^count per customer \(1\/2\) 的处理停顿了 24 µs。/);
  expect(await chart.frame.locator('html').getAttribute('lang')).toBe('zh-cn');
  await workbench.run('Checkpoint Lens: 导出…');
  await workbench.quickInput.waitFor();
  await workbench.page.locator('.quick-input-list').getByText('网页（任意浏览器）').first().waitFor();
  await workbench.screenshot('Chinese');
  await workbench.page.keyboard.press('Escape');
  expect(workbench.opened.errors).toEqual([]);
});
