import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

const trace = writeTrace(sampleTrace({ checkpoints: 10 }));

describe('notes', () => {
  test.scoped({ options: { files: { 'orders.ckpt.json': trace } } });

  test('are kept in a file beside the trace, followed there, and are there again in the next window', async ({
    workbench,
  }) => {
    const beside = join(workbench.folder, 'orders.ckpt.json.notes.json');
    const kept = (): string => readFileSync(beside, 'utf8');
    const { chart, page } = workbench;
    const list = chart.frame.getByRole('region', { name: 'Notes' });
    await workbench.open('orders.ckpt.json');
    await chart.verdict.getByRole('button').first().click();
    await chart.details.getByText('24 µs').first().waitFor();
    await workbench.run('Checkpoint Lens: Write Note…');
    await chart.frame.locator('.note-editor[open] textarea').fill('Ask Li\nbefore the release');
    await chart.frame.getByRole('button', { name: 'Save' }).click();
    await list.getByText('before the release').waitFor();
    expect(JSON.parse(kept())).toMatchObject({
      notes: [{ text: 'Ask Li\nbefore the release', on: { operator: 'count', subtask: 0, phase: 'sync' } }],
    });
    writeFileSync(beside, kept().replace('Ask Li', 'Ask Wang'));
    await list.getByText('Ask Wang').waitFor();
    await page.reload();
    await workbench.opened.ready();
    await workbench.extensionKnown();
    // A browser's VS Code may not have kept yet which editors were open.
    await workbench.open('orders.ckpt.json');
    await list.getByText('Ask Wang').waitFor();
    expect(readFileSync(join(workbench.folder, 'orders.ckpt.json'), 'utf8')).toBe(trace);
  });
});
