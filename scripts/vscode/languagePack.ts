import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a server speak a language, as far as its extensions do: puts a language pack without a text in it where the server
 * looks for those that are installed. The real ones are only in Microsoft's marketplace.
 *
 * @param userData the server's folder of settings and state
 * @param language as VS Code names it: `zh-cn`
 */
export function installEmptyLanguagePack(userData: string, language: string): void {
  mkdirSync(userData, { recursive: true });
  const texts = join(userData, `${language}.json`);
  writeFileSync(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: language,
    extensions: [{ extensionIdentifier: { id: `checkpoint-lens.${language}` }, version: '1.0.0' }],
    translations: { vscode: texts },
    label: language,
  };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
