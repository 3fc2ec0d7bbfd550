import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownTable, markdownText } from '../../../src/share/markdownText.js';
import { hostileNames } from '../../fixtures/hostileTrace.js';
import { renderedMarkdown, shownText } from './renderedMarkdown.js';

const text = fc.string({
  unit: fc.constantFrom(...'ab1 .:/\\`*_[]()<>&|~$#@!-+="\'{}\n\t'.split(''), 'https://', 'www.', 'é', '中'),
  minLength: 1,
});

describe('a text in Markdown', () => {
  it('is shown as it is, whatever is in it', () => {
    fc.assert(
      fc.property(text, (name) => {
        const html = renderedMarkdown(`is ${markdownText(name)}.`);
        expect(html.trim()).toMatch(/^<p>[^<]*<\/p>$/);
        const spaces = (of: string): string => of.replace(/\s+/g, ' ').trim();
        expect(spaces(shownText(html))).toBe(spaces(`is ${name}.`));
      }),
    );
  });

  it('may begin a paragraph', () => {
    for (const name of ['# a', '1. a', '- a', '+ a', '=== a', '> a', '12) a', '| a |', '    - a']) {
      expect(renderedMarkdown(markdownText(name).trim())).toMatch(/^<p>[^<]*<\/p>\n$/);
    }
  });

  it('makes no reference to an issue or a person, and no link', () => {
    const all = hostileNames.map(markdownText).join(' ');
    expect(/[#@][\w-]|www\./.exec(all)).toBeNull();
    expect(renderedMarkdown(all)).not.toContain('<a ');
    for (const name of ['_https://a', '*www.a.b', '~ftp://a']) {
      expect(renderedMarkdown(`is ${markdownText(name)}.`)).not.toContain('<a ');
    }
  });
});

describe('a table in Markdown', () => {
  it('has a cell for each name, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (names) => {
        const html = renderedMarkdown(
          markdownTable(
            ['name', 'ms'],
            names.map((name) => [markdownText(name), '1']),
          ),
        );
        expect(html.match(/<td/g)).toHaveLength(2 * names.length);
      }),
    );
  });
});
