import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { beforeAll, describe, expect, it } from 'vitest';
import { placeholders } from './placeholders.js';

const file = 'l10n/bundle.l10n.zh-cn.json';
const translated = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;

/** All texts that the extension and its pages ask for, sorted. */
async function textsInUse(): Promise<readonly string[]> {
  const sources = ['src', 'webview']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ contents: readFileSync(path, 'utf8'), extension: '.ts' }));
  return Object.keys(await getL10nJson(sources)).sort();
}

describe('the Chinese texts', () => {
  let inUse: readonly string[];

  beforeAll(async () => {
    inUse = await textsInUse();
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
