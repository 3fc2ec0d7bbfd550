import '../../fixtures/inChinese.js';
import { expect, it } from 'vitest';
import { markdownSummary } from '../../../src/share/markdownSummary.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { renderedMarkdown } from './renderedMarkdown.js';

it('the summary in Chinese has its headline in bold, and no English sentence', () => {
  const about = { file: 'orders.ckpt.json', diagnostics: [], madeBy: '1.2.3', madeAt: 0 };
  const html = renderedMarkdown(markdownSummary({ trace: sampleTrace(), ...about, view: { checkpoint: 0 } }));
  expect(html).toMatch(/<strong>count per customer \(1\/2\) 的处理停顿了 24 µs。<\/strong>/);
  expect(html).not.toMatch(/[a-z]\.(\s|<|$)/);
});
