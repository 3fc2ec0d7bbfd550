import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placeholders } from './placeholders.js';

/** The tests that every file of Chinese texts has to pass, given those that are in use. */
export function testTranslations(file: string, inUse: () => readonly string[]): void {
  const translated = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;

  it('are those in use, each once, sorted: `npx vitest run test/unit/l10n -u` takes new ones in, empty, and old ones out', async () => {
    const expected = Object.fromEntries(inUse().map((text) => [text, translated[text] ?? '']));
    await expect(`${JSON.stringify(expected, null, 2)}\n`).toMatchFileSnapshot(join('../../..', file));
  });

  it('are all there', () => {
    expect(inUse().filter((text) => !translated[text])).toEqual([]);
  });

  it('have the placeholders of the English ones', () => {
    for (const [english, chinese] of Object.entries(translated)) {
      expect(placeholders(chinese), english).toEqual(placeholders(english));
    }
  });
}
