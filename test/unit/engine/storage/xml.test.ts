import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elements, escapeXml, textOf, unescapeXml } from '../../../../src/engine/storage/s3/xml.js';

it('finds the elements of a name, and not those whose names begin the same', () => {
  const xml = '<R xmlns="x"><Key>a</Key><KeyCount>2</KeyCount><Key>b&amp;&#x263A;&lt;</Key><Key/></R>';
  expect(elements(xml, 'Key')).toEqual(['a', 'b&amp;&#x263A;&lt;']);
  expect(textOf('<E><Key>b&amp;&#x263A;&#60;</Key></E>', 'Key')).toBe('b&☺<');
  expect(textOf(xml, 'R')).toContain('KeyCount');
  expect(textOf(xml, 'Nothing')).toBeUndefined();
});

it('gives back any text that was escaped', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(unescapeXml(escapeXml(text))).toBe(text);
    }),
  );
});

it('reads anything without failing', () => {
  const pieces = fc.constantFrom('<Key', '>', '</Key>', '<', ' ', '&#', '&#x110000;', 'x', '<Key/>');
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      for (const text of elements(parts.join(''), 'Key')) expect(typeof unescapeXml(text)).toBe('string');
    }),
  );
});

it('looks once at an answer of elements that never end', () => {
  // A pattern that went back each time would take hours.
  expect(elements('<Key>'.repeat(1e6), 'Key')).toEqual([]);
  expect(elements('<Key '.repeat(1e6), 'Key')).toEqual([]);
});
