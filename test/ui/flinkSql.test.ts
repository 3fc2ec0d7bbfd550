import { describe, expect } from 'vitest';
import { test } from './session.js';

describe('a definition as Flink SQL', () => {
  test.scoped({
    options: { files: { 'orders.pipeline.ts': true, 'delays.pipeline.ts': true, data: true } },
  });

  test('is shown beside it by its lens', async ({ workbench }) => {
    await workbench.open('orders.pipeline.ts');
    await workbench.lens('show Flink SQL').click();
    await workbench.tab('orders.sql').waitFor();
    await workbench.page.locator('.view-lines', { hasText: 'CREATE TEMPORARY TABLE' }).waitFor();
    await workbench.screenshot('Flink SQL of a definition');
    expect(workbench.opened.errors).toEqual([]);
  });

  test('is refused with the place that has no twin in SQL', async ({ workbench }) => {
    await workbench.open('delays.pipeline.ts');
    await workbench.lens('show Flink SQL').click();
    await workbench.notification(/has no twin in SQL/).waitFor();
    await workbench.screenshot('no Flink SQL of a definition');
  });
});
