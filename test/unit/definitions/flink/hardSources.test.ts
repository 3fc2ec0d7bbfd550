import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../fixtures/flinkSources.js';
import { locate } from './locate.js';

const folder = 'test/fixtures/flinkSources/hard';

describe('the operators in sources that are hard to read', () => {
  it.each(readdirSync(folder))('are those that stand behind the lines of %s', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const found = new Map<number, string[]>();
    for (const { line, made, name } of await locate(text, languageOf(file))) {
      found.set(line, [...(found.get(line) ?? []), `${made} ${name ?? '?'}`]);
    }
    const lines = text.split('\n').map((line) => line.split(' ⇒ '));
    const expected = lines.map(([code, operators]) => [code, operators?.split(', ') ?? []]);
    expect(lines.map(([code], i) => [code, (found.get(i + 1) ?? []).sort()])).toEqual(expected);
  });
});
