import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

describe('Restricted Mode', () => {
  test.scoped({
    options: {
      files: { 'orders.pipeline.ts': true, 'orders.ckpt.json': writeTrace(sampleTrace()) },
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
      workspaceTrust: true,
      isShared: true,
    },
  });

  test('a trace can be viewed', async ({ workbench }) => {
    await workbench.open('orders.ckpt.json');
    await workbench.chart.verdict.waitFor();
  });

  test('a pipeline does not run, and the message says why', async ({ workbench }) => {
    await workbench.open('orders.pipeline.ts');
    await workbench
      .lens(/Restricted Mode/)
      .first()
      .waitFor();
    await workbench.run('Checkpoint Lens: Run Pipeline');
    const message = workbench.notification('Restricted Mode');
    await message.waitFor();
    await message.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await workbench.screenshot('restricted');
    expect(existsSync(join(workbench.folder, '.checkpoint-lens'))).toBe(false);
  });
});
