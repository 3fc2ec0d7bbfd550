import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { repository } from '../../scripts/vscode/repository.js';
import { test } from './session.js';

const orders = readFileSync(join(repository, 'examples/orders.pipeline.ts'), 'utf8');
const line = '.keyBy((order) => order.customer)';

describe('a definition as Flink SQL', () => {
  test.scoped({
    options: {
      files: {
        'orders.pipeline.ts': true,
        'roots.pipeline.ts': orders.replace(
          line,
          `.filter((order) => Math.sqrt(order.amount) > 2)\n    ${line}`,
        ),
      },
      isShared: true,
    },
  });

  test('is shown beside it by its lens', async ({ workbench }) => {
    await workbench.open('orders.pipeline.ts');
    await workbench.lens('more…').click();
    await workbench.pick('SQL', 'Show Flink SQL');
    await workbench.tab('orders.sql').waitFor();
    await workbench.page.locator('.view-lines', { hasText: 'CREATE TEMPORARY TABLE' }).waitFor();
    await workbench.screenshot('Flink SQL of a definition');
    expect(workbench.opened.errors).toEqual([]);
  });

  test('is refused with the place that has no twin in SQL', async ({ workbench }) => {
    await workbench.open('roots.pipeline.ts');
    await workbench.lens('more…').click();
    await workbench.pick('SQL', 'Show Flink SQL');
    await workbench.notification(/Math\.sqrt gives other last digits/).waitFor();
    await workbench.screenshot('no Flink SQL of a definition');
  });
});
