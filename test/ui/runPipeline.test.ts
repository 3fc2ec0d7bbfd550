import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { calmOrders } from './calmOrders.js';
import { test } from './session.js';
import type { Workbench } from './workbench.js';

const file = 'orders.pipeline.ts';
const runLens = 'Run with checkpoints';

interface Source {
  readonly state?: string;
  readonly failure?: string;
  readonly writer?: { readonly pid: number };
}

function sourceOf(folder: string, mode: string): Source {
  const text = readFileSync(join(folder, `.checkpoint-lens/orders.${mode}.ckpt.json`), 'utf8');
  return (JSON.parse(text) as { source: Source }).source;
}

/** From where the run before left off, with options that are kept. */
async function goesOnWithMoreSubtasks(workbench: Workbench): Promise<void> {
  await workbench.lens('more…').click();
  await workbench.pick('Options', 'Run with Options…');
  await workbench.quickInputOf('with Options');
  await workbench.pick('Parallelism', 'Parallelism');
  await workbench.quickInputOf('Parallelism');
  await workbench.answer('3');
  await workbench.quickInputOf('with Options');
  await workbench.pick('Start from', 'Start from');
  await workbench.quickInputOf('Start orders From');
  await workbench.pick('Latest', 'The Latest Checkpoint');
  await workbench.quickInputOf('with Options');
  await workbench.pick('Start from', 'Start from');
  await workbench.quickInputOf('Start orders From');
  await workbench.activeEntry(/The Latest Checkpoint.*, current/).waitFor();
  await workbench.accept();
  await workbench.quickInputOf('with Options');
  await choosesAmongChoices(workbench);
  await workbench.screenshot('run, options');
  await workbench.pick('Run', 'Start from: latest · Parallelism: 3');
  await workbench.notification('Restored from checkpoint #2').waitFor();
  await workbench.lens(runLens).waitFor({ timeout: 180_000 });
  // Its chart was open already; the definition is still what commands mean.
  expect(await workbench.page.title()).toMatch(/^orders\.pipeline\.ts/);
  expect(sourceOf(workbench.folder, 'copy-on-write')).toMatchObject({ state: 'finished', parallelism: 3 });
}

/** A list of choices opens on what holds now: first what is usual, then what was chosen. */
async function choosesAmongChoices(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  for (const [mode, words, key] of [
    ['copy-on-write', /as usual, current/, 'ArrowDown'],
    ['full-copy', /current/, 'ArrowUp'],
  ] as const) {
    await workbench.pick('Snapshot', 'Snapshot mode');
    await workbench.quickInputOf('Snapshot mode');
    await workbench.activeEntry(mode).filter({ hasText: words }).waitFor();
    await workbench.screenshot(`run, snapshot mode ${mode}`);
    await page.keyboard.press(key);
    await workbench.accept();
    await workbench.quickInputOf('with Options');
  }
}

const short = {
  files: { [file]: calmOrders },
  settings: { 'checkpointLens.run.checkpoints': 2, 'checkpointLens.run.interval': '1s' },
} as const;

const oneAfterTheOther = { ...short, isShared: true };

/** Those of the tests before. */
function removeTraces({ folder }: Workbench): void {
  rmSync(join(folder, '.checkpoint-lens'), { recursive: true, force: true });
}

describe('a short run', () => {
  test.scoped({ options: oneAfterTheOther });

  test('a number leads to the rows of its operator, and the row back to its line', async ({ workbench }) => {
    await workbench.open(file);
    await workbench.lens(runLens).click();
    const numbers = workbench.lens(/lock hold p99/);
    await numbers.first().waitFor({ timeout: 180_000 });
    await workbench.lens(runLens).waitFor();
    await numbers.first().click();
    const { chart } = workbench;
    await chart.selectedRow.first().waitFor();
    const link = chart.details.getByRole('button', { name: /orders\.pipeline\.ts:\d+/ });
    const line = /:(\d+)$/.exec((await link.textContent()) ?? '')?.[1];
    await link.click();
    await workbench.statusBar(`Ln ${line}`).waitFor();
  });

  test('the three snapshot modes leave a trace each', async ({ workbench }) => {
    removeTraces(workbench);
    await workbench.open(file);
    for (const [lens, mode] of [
      [/^.*full copy$/, 'full-copy'],
      [/^.*blocking$/, 'blocking'],
    ] as const) {
      await workbench.lens(lens).first().click();
      await workbench.lens('Stop').waitFor();
      await workbench.lens(runLens).waitFor({ timeout: 180_000 });
      expect(sourceOf(workbench.folder, mode).state).toBe('finished');
      await workbench.screenshot(`run, ${mode}`);
      await workbench.open(file);
    }
  });
});

describe('the three snapshot modes', () => {
  test.scoped({ options: oneAfterTheOther });

  test('run one after the other with one click, and stand beside one another', async ({ workbench }) => {
    removeTraces(workbench);
    await workbench.open(file);
    await workbench.lens('compare').click();
    await workbench.tab(/orders, blocking ↔ orders, full copy ↔ orders, copy-on-write/).waitFor({
      timeout: 240_000,
    });
    for (const mode of ['blocking', 'full-copy', 'copy-on-write']) {
      expect(sourceOf(workbench.folder, mode).state).toBe('finished');
    }
    // The chart of the last run is shown beside it, in a frame of its own.
    const counts = () =>
      Promise.all(
        workbench.page.frames().map((frame) => frame.getByRole('region', { name: 'Difference by' }).count()),
      );
    await expect.poll(counts).toContain(1);
    await workbench.screenshot('modes compared');
  });
});

// Options that were chosen for one run are kept for those after it.
describe('a run from the lens', () => {
  test.scoped({ options: oneAfterTheOther });

  test('the chart appears while the pipeline runs, and its numbers stand above the operators', async ({
    workbench,
  }) => {
    removeTraces(workbench);
    await workbench.open(file);
    await workbench.lens(runLens).click();
    await workbench.lens('Stop').waitFor();
    await workbench.chart.verdict.waitFor();
    await workbench.screenshot('run, live');
    const numbers = workbench.lens(/lock hold p99 .+ · upload .+ · 2 checkpoints/);
    await numbers.first().waitFor({ timeout: 180_000 });
    await workbench.lens(runLens).waitFor();
    await workbench.screenshot('run, finished');
    expect(sourceOf(workbench.folder, 'copy-on-write').state).toBe('finished');
    await expect
      .poll(() => workbench.chart.verdict.textContent())
      .toMatch(/^Processing stood still for .+ at /);
    await goesOnWithMoreSubtasks(workbench);
    expect(workbench.opened.errors).toEqual([]);
  });
});

const broken =
  "import { pipeline } from 'checkpoint-lens';\n\nexport default pipeline('broken', () => {\n  throw new Error('no orders today');\n});\n";
const wrong =
  "import { pipeline } from 'checkpoint-lens';\n\nconst wrong: number = pipeline.name;\nexport { wrong };\n";
const endless = {
  files: {
    [file]: calmOrders,
    'flights.pipeline.ts': true,
    'delays.pipeline.ts': true,
    'again/orders.pipeline.ts': calmOrders,
    'broken.pipeline.ts': broken,
    'wrong.pipeline.ts': wrong,
  },
  settings: { 'checkpointLens.run.checkpoints': 1000, 'checkpointLens.run.interval': '1s' },
  isShared: true,
} as const;

describe('a run without end', () => {
  test.scoped({ options: endless });

  test('Stop ends it and leaves a readable trace', async ({ workbench }) => {
    await workbench.open(file);
    await workbench.lens(runLens).click();
    await workbench.chart.verdict.waitFor();
    await workbench.lens('Stop').click();
    await workbench.lens(runLens).waitFor();
    await expect.poll(() => sourceOf(workbench.folder, 'copy-on-write').state).toBe('cancelled');
    await workbench.chart.verdict.waitFor();
  });
});

describe('a folder in which nothing is installed', () => {
  test.scoped({ options: endless });

  test('the examples have no error, while a wrong type has one', async ({ workbench }) => {
    for (const name of [file, 'flights.pipeline.ts', 'delays.pipeline.ts', 'wrong.pipeline.ts']) {
      await workbench.open(name);
    }
    // Nothing marks the end of an analysis but its findings: the wrong type is found last, and alone.
    await workbench.squiggles.first().waitFor();
    await workbench.page.locator('#status\\.problems', { hasText: /^\s*1\s+0\s*$/ }).waitFor();
    await workbench.open(file);
    await workbench.lens(runLens).waitFor();
    await workbench.screenshot('example');
    expect(await workbench.squiggles.count()).toBe(0);
  });
});

// What it underlines stays among the problems of the window.
describe('a definition with a mistake', () => {
  test.scoped({ options: endless });

  test('the message names what went wrong and leads to the line', async ({ workbench }) => {
    await workbench.open('broken.pipeline.ts');
    await workbench.lens(runLens).click();
    const message = workbench.notification('no orders today');
    await message.waitFor();
    await workbench.screenshot('run, failed');
    await message.getByRole('button', { name: 'Go to Line' }).click();
    await workbench.statusBar('Ln 4').waitFor();
  });
});

// One of them goes on until the window is closed.
describe('two runs at once', () => {
  test.scoped({ options: endless });

  test('are told apart where one of them is killed, and its open chart says so', async ({ workbench }) => {
    for (const path of [file, 'again/orders.pipeline.ts']) {
      await workbench.open(path);
      if (path !== file) await workbench.tab(/again/).waitFor();
      await workbench.lens(runLens).click();
      await workbench.lens('Stop').waitFor();
      await workbench.chart.verdict.waitFor();
    }
    const trace = join(workbench.folder, 'again/.checkpoint-lens/orders.copy-on-write.ckpt.json');
    await expect.poll(() => existsSync(trace)).toBe(true);
    const { writer } = sourceOf(join(workbench.folder, 'again'), 'copy-on-write');
    process.kill(writer!.pid, 'SIGKILL');
    await workbench
      .notification('orders, copy-on-write, again/orders.pipeline.ts: The run ended with SIGKILL.')
      .waitFor();
    await workbench.chart.frame.getByText('SIGKILL').first().waitFor();
    await workbench.screenshot('run, killed');
  });
});
