import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { placeholders } from './placeholders.js';
import { sources, textsInUse } from './textsInUse.js';

const file = 'l10n/bundle.l10n.zh-cn.json';
const translated = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;

describe('the Chinese texts', () => {
  let inUse: readonly string[];

  beforeAll(async () => {
    inUse = await textsInUse(sources().values());
  });

  it('are those in use, each once, sorted: `npx vitest run test/unit/l10n -u` takes new ones in, empty, and old ones out', async () => {
    const expected = Object.fromEntries(inUse.map((text) => [text, translated[text] ?? '']));
    await expect(`${JSON.stringify(expected, null, 2)}\n`).toMatchFileSnapshot(join('../../..', file));
  });

  it('are all there', () => {
    expect(inUse.filter((text) => !translated[text])).toEqual([]);
  });

  it('have the placeholders of the English ones', () => {
    for (const [english, chinese] of Object.entries(translated)) {
      expect(placeholders(chinese), english).toEqual(placeholders(english));
    }
  });
});

describe('the library of texts', () => {
  it('has the same name everywhere, by which the texts in use are found', () => {
    const named = /import \* as l10n from '@vscode\/l10n';\n/;
    const unnamed = [...sources()].filter(
      ([, text]) => /@vscode\/l10n'|\bl10n\.t\b/.test(text) && !named.test(text),
    );
    expect(unnamed.map(([path]) => path)).toEqual([]);
  });

  it('is given literal texts alone: others could not be found', () => {
    const computed = [...sources()].flatMap(([path, text]) =>
      [...text.matchAll(/\bl10n\.t\(\s*(?!['"`\s])(.*)/g)].map(([call]) => `${path}: ${call}`),
    );
    expect(computed).toEqual([]);
  });
});
