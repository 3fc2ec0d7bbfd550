import { expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

test.scoped({
  options: {
    files: { 'orders.ckpt.json': writeTrace(sampleTrace({ checkpoints: 10 })), 'broken.ckpt.json': 'orders' },
    language: 'zh-cn',
  },
});

test('where VS Code is Chinese, so are commands, page, verdict, and what is wrong with a file', async ({
  workbench,
}) => {
  const { chart } = workbench;
  await workbench.open('orders.ckpt.json');
  await chart.verdictOnPicture.getByText('的处理停顿了').waitFor();
  expect(await chart.verdict.textContent()).toMatch(/^count per customer \(1\/2\) 的处理停顿了 24 µs。/);
  expect(await chart.frame.locator('html').getAttribute('lang')).toBe('zh-cn');
  await chart.frame.getByRole('complementary', { name: '详细信息' }).waitFor();
  await workbench.screenshot('Chinese page');
  await workbench.run('Checkpoint Lens: 导出…');
  await workbench.quickInput.waitFor();
  await workbench.page.locator('.quick-input-list').getByText('网页（任意浏览器）').first().waitFor();
  await workbench.screenshot('Chinese');
  await workbench.page.keyboard.press('Escape');
  await workbench.open('broken.ckpt.json');
  await chart.frame.getByText('文件不是 JSON').first().waitFor();
  expect(workbench.opened.errors).toEqual([]);
});
