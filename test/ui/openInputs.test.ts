import { basename } from 'node:path';
import { describe, expect } from 'vitest';
import { verdict } from '../../src/analysis/verdict/verdict.js';
import { readInputs } from '../../src/formats/readInputs.js';
import type { InputFile } from '../../src/formats/input.js';
import { archiveFiles, logFiles, restFiles } from '../fixtures/flinkRecordings.js';
import { test } from './session.js';

const left: readonly InputFile[] = [...restFiles('2.3.0/skew'), ...logFiles('2.3.0/skew')];
/** One of each version, and those whose verdicts differ in kind; that all can be read needs no window. */
const archived = [
  '1.20.5/rocksdb-aligned',
  '2.3.0/skew',
  '2.3.0/expired',
  '2.3.0/no-checkpointing',
  '2.3.0/sql',
];
const archives = archived.flatMap((recording) =>
  archiveFiles(recording)
    .filter(({ name }) => /[0-9a-f]{32}$/.test(name))
    .map(({ name, bytes }) => ({ name: basename(name), bytes })),
);
const options = {
  files: {
    ...Object.fromEntries(left.map(({ name, bytes }) => [`left/${name}`, bytes])),
    'left/deep/notes.bin': '?',
    ...Object.fromEntries(archives.map(({ name, bytes }) => [name, bytes])),
  },
  isShared: true,
};

/** Runs in the window: what is written of the editors that are open, for the next window on this folder. */
async function keptEditors(): Promise<string> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('VS Code’s state cannot be read'));
    });
  const kept: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name!.startsWith('vscode-web-state-db-')) continue;
    const database = await answer(indexedDB.open(name!));
    const items = database.transaction('ItemTable').objectStore('ItemTable');
    kept.push(await answer(items.get('memento/workbench.parts.editor')));
    database.close();
  }
  return kept.join('\n');
}

describe('a folder of what Flink left behind', () => {
  test.scoped({ options });

  test('opens from the explorer as one picture, and is there again in the next window', async ({
    workbench,
  }) => {
    const { page, chart } = workbench;
    const folder = page.locator('.explorer-folders-view [role=treeitem]', { hasText: 'left' });
    await workbench.chooseFromMenu(folder, 'Open with Checkpoint Lens');
    await chart.verdict.waitFor();
    // In a browser VS Code writes its state every few seconds, and a reload does not wait for it.
    await expect.poll(() => page.evaluate(keptEditors)).toContain('checkpoint-lens-inputs:/left?');
    await page.reload();
    await workbench.opened.ready();
    await workbench.tab('left').waitFor();
    await expect.poll(() => workbench.chart.verdict.textContent()).toMatch(/count per customer \(3\/4\)/);
    await workbench.screenshot('folder after reload');
    expect(workbench.opened.outsideRequests).toEqual([]);
  });
});

describe('the history archives of the recorded jobs', () => {
  test.scoped({ options });

  test('open by double click, though they have no ending, each with its verdict', async ({ workbench }) => {
    expect(archives.length).toBeGreaterThanOrEqual(archived.length);
    for (const archive of archives) {
      const { trace } = readInputs([archive]).jobs[0]!;
      const verdicts = [verdict(trace), ...trace.checkpoints.map((_, index) => verdict(trace, index))];
      const headlines = verdicts.map(({ headline }) => headline.map(({ text }) => text).join(''));
      await workbench.open(archive.name);
      const shown = async () => headlines.includes((await workbench.chart.verdict.textContent()) ?? '');
      await expect.poll(shown).toBe(true);
      await workbench.run('View: Close All Editors');
    }
  });
});
