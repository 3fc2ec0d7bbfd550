import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { buildTrace } from '../../src/trace/builder.js';
import type { Trace } from '../../src/trace/model.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

const sound = writeTrace(sampleTrace({ checkpoints: 10 }));

/** What is wrong with a file, the file, and what its reader must learn. */
const damaged: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['is empty', '', /empty/i],
  ['is not text', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), /binary|not text|UTF-8/i],
  ['ends in the middle', sound.slice(0, Math.floor(sound.length * 0.6)), /ends/i],
  ['is of a newer version', sound.replace(/"version": ?1\b/, '"version": 99'), /version is 99/],
  ['has words for numbers', sound.replace(/"trigger": ?[\d.]+/, '"trigger": "noon"'), /noon|number/i],
  ['is another kind of JSON', '{"name": "not a trace"}', /checkpoint-trace|format|not a trace/i],
];

const script =
  '</script><img src=x onerror="document.body.id=\'owned\'"><script>document.body.id="owned"</script>';
const names = [script, '\u202Eltr\u202C\u2066', 'n'.repeat(10_000)];
const base = sampleTrace();
const hostile: Trace = {
  ...base,
  source: { ...base.source, job: script },
  operators: base.operators.map((operator, index) => ({ ...operator, name: names[index]! })),
};

const { producer, source, epoch, operators } = base;
const empty = buildTrace({ producer, source, epoch, operators, checkpoints: [], spans: [] });

test.scoped({
  options: {
    files: {
      ...Object.fromEntries(damaged.map(([, content], index) => [`${index}.ckpt.json`, content])),
      'hostile.ckpt.json': writeTrace(hostile),
      'empty.ckpt.json': writeTrace(empty),
    },
    isShared: true,
  },
});

describe('a damaged trace', () => {
  test('says what is wrong with the file, whatever it is', async ({ workbench }) => {
    for (const [index, [what, , message]] of damaged.entries()) {
      await workbench.open(`${index}.ckpt.json`);
      await workbench.chart.frame.getByText(message).first().waitFor();
      await workbench.screenshot(`trace that ${what}`);
    }
    expect(workbench.opened.errors).toEqual([]);
  });
});

describe('hostile names', () => {
  test('are text and nothing else', async ({ workbench }) => {
    await workbench.open('hostile.ckpt.json');
    const { chart } = workbench;
    await chart.verdict.waitFor();
    await chart.frame.getByText('</script><img').first().waitFor();
    await workbench.screenshot('hostile names');
    expect(await chart.frame.locator('img, #owned').count()).toBe(0);
    expect(await chart.overflowing()).toEqual([]);
    expect(workbench.opened.errors).toEqual([]);
  });
});

describe('a trace without spans', () => {
  test('says that no checkpoint was taken', async ({ workbench }) => {
    await workbench.open('empty.ckpt.json');
    await workbench.chart.frame
      .getByText(/before its first checkpoint/)
      .first()
      .waitFor();
  });
});
