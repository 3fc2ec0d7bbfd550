import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeholders } from './placeholders.js';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Texts = Readonly<Record<string, string>>;

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { [key: string]: Json };
const english = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Texts;
const chinese = JSON.parse(readFileSync('package.nls.zh-cn.json', 'utf8')) as Texts;

/** The properties of a manifest whose values people read. */
const read =
  /^(title|name|displayName|contextualTitle|description|markdownDescription|contents|altText|patternErrorMessage|(markdown)?[eE]numDescriptions)$/;
/** The product, and a package that people never see. */
const names = ['Checkpoint Lens', 'checkpoint-lens-typescript-plugin'];

function stringsIn(value: Json, property = ''): readonly (readonly [property: string, text: string])[] {
  if (typeof value === 'string') return [[property, value]];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => stringsIn(each, property));
  return Object.entries(value).flatMap(([key, each]) => stringsIn(each, key));
}

/** What leads somewhere or is typed: commands, settings, code. */
function fixedParts(text: string): readonly string[] {
  return [...(text.match(/\(command:[\w.]+\)|`[^`]+`|\$\([\w-]+\)/g) ?? []), ...placeholders(text)].sort();
}

describe('the texts of the manifest', () => {
  const { capabilities, contributes, description } = manifest;
  const strings = stringsIn({
    capabilities: capabilities!,
    contributes: contributes!,
    description: description!,
  });

  it('are all known by a key, but for the names', () => {
    const literal = strings.filter(
      ([property, text]) => read.test(property) && !/^%[\w.]+%$/.test(text) && !names.includes(text),
    );
    expect(literal).toEqual([]);
  });

  it('are there in English and in Chinese, and no others', () => {
    const keys = strings.flatMap(([, text]) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    expect(Object.keys(english).sort()).toEqual([...new Set(keys)].sort());
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
    expect(Object.values(chinese)).not.toContain('');
  });

  it('lead to the same commands and name the same options in both languages', () => {
    for (const [key, text] of Object.entries(english)) {
      expect([key, fixedParts(chinese[key]!)]).toEqual([key, fixedParts(text)]);
    }
  });

  it('have pictures in the walkthrough that differ in their words alone', () => {
    for (const [key, picture] of Object.entries(english).filter(([key]) => key.endsWith('.picture'))) {
      const [one, other] = [picture, chinese[key]!].map((file) => readFileSync(file, 'utf8'));
      expect(withoutWords(other!)).toBe(withoutWords(one!));
      expect(other).not.toBe(one);
    }
  });
});

function withoutWords(svg: string): string {
  return svg.replaceAll(/>[^<\n]+</g, '><');
}
