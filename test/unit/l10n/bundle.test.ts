import { beforeAll, describe, expect, it } from 'vitest';
import { testTranslations } from './translations.js';
import { sources, textsInUse } from './textsInUse.js';

describe('the Chinese texts', () => {
  let inUse: readonly string[];

  beforeAll(async () => {
    inUse = await textsInUse(sources().values());
  });

  testTranslations('l10n/bundle.l10n.zh-cn.json', () => inUse);
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
