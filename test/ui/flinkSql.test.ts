import { describe, expect } from 'vitest';
import { test } from './session.js';

describe('a definition as Flink SQL', () => {
  test.scoped({
    options: { files: { 'orders.pipeline.ts': true, 'delays.pipeline.ts': true, data: true } },
  });

  test('is shown beside it by its lens, and what has no twin in SQL is said where it stands', async ({
    workbench,
  }) => {
    await workbench.open('orders.pipeline.ts');
    await workbench.lens('show Flink SQL').click();
    await workbench.tab('orders.sql').waitFor();
    const sql = workbench.page.locator('.monaco-editor .view-lines', { hasText: 'CREATE' });
    await sql.getByText('count per customer').first().waitFor();
    await workbench.screenshot('Flink SQL of a definition');
    await workbench.open('delays.pipeline.ts');
    await workbench.lens('show Flink SQL').click();
    await workbench.notification(/no twin in SQL|SQL/).waitFor();
    await workbench.screenshot('no Flink SQL of a definition');
    expect(workbench.opened.errors).toEqual([]);
  });
});
