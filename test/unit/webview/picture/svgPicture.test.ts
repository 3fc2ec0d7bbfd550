import { describe, expect, it } from 'vitest';
import { svgPicture } from '../../../../webview/picture/svgPicture.js';
import { verdictText, verdict } from '../../../../src/analysis/verdict/verdict.js';
import { counterNames } from '../../../../src/trace/model.js';
import { flinkRecording } from '../../../fixtures/flinkRecording.js';
import { hostileNames, hostileTrace } from '../../../fixtures/hostileTrace.js';
import { hugeTrace } from '../../../fixtures/hugeTrace.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';

const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );

describe('a picture of a trace as SVG', () => {
  it('has the verdict, the names, the numbers and the legend as text', () => {
    const texts = textsOf(svgPicture(ordersTrace(), 'orders.ckpt.json'));
    expect(texts.join(' ')).toContain(verdictText(verdict(ordersTrace(), 9)).slice(0, 40));
    expect(texts).toEqual(
      expect.arrayContaining([
        'count per customer ×2',
        '(1/2)',
        '23.5 µs',
        'lock hold',
        '0 trigger',
        'does not block',
      ]),
    );
    expect(texts.some((text) => text.startsWith('orders · orders.ckpt.json · #10: completed in '))).toBe(
      true,
    );
  });

  it('explains the copied bytes in its strips where there are some', () => {
    expect(textsOf(svgPicture(ordersTrace(), 'a'))).not.toContain('copied for a snapshot');
    const values = new Float64Array(1000).fill(64);
    const copied = { name: counterNames.bytesCopied, operator: 2, subtask: 0, start: 0, step: 20, values };
    const trace = { ...ordersTrace(), counters: [...ordersTrace().counters, copied] };
    expect(textsOf(svgPicture(trace, 'a'))).toContain('copied for a snapshot');
  });

  it('shows the newest checkpoint that was completed, or the one that is named', () => {
    const failed = ordersTrace({ failed: 9 });
    expect(textsOf(svgPicture(failed, 'a')).some((text) => text.startsWith('orders · a · #9: '))).toBe(true);
    expect(textsOf(svgPicture(failed, 'a', 2)).some((text) => text.startsWith('orders · a · #3: '))).toBe(
      true,
    );
  });

  it('draws shapes: no picture in it, no script, nothing from elsewhere', () => {
    const svg = svgPicture(flinkRecording('skew', { from: ['rest'] }), 'skew');
    const elements = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, name]) => name));
    expect([...elements].sort()).toEqual(['clipPath', 'g', 'path', 'svg', 'text', 'title']);
    expect(svg).not.toMatch(/href|NaN|undefined|Infinity/);
  });

  it('shows hostile names as text', () => {
    const svg = svgPicture(hostileTrace(), '<b>&');
    expect(svg).not.toMatch(/<(script|img|b)\b/i);
    const texts = textsOf(svg);
    // The beginning of a long name is cut.
    for (const name of hostileNames) expect(texts.join('\n')).toContain(name.slice(-12));
  });

  it('ends every element that it begins', () => {
    const svg = svgPicture(ordersTrace(), 'a');
    for (const name of ['g', 'text', 'clipPath', 'svg']) {
      const begun = svg.match(new RegExp(`<${name}\\b`, 'g'))!.length;
      expect([name, svg.match(new RegExp(`</${name}>`, 'g'))!.length]).toEqual([name, begun]);
    }
  });

  it('of a hundred thousand bars is as large as what can be seen, not as what there is', () => {
    expect(svgPicture(hugeTrace(100_000, 20), 'huge').length).toBeLessThan(300_000);
  });
});
