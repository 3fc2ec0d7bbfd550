import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

const library = "import * as l10n from '@vscode/l10n';\n";

/** The TypeScript of the extension and its pages, by its path. */
export function sources(): ReadonlyMap<string, string> {
  const paths = ['src', 'webview'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return new Map(
    paths.filter((path) => path.endsWith('.ts')).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

/**
 * All texts that sources ask for, sorted. They are looked through as one: the extractor takes a tenth of a second for each file that
 * imports the library, and as long for one that has them all.
 */
export async function textsInUse(texts: Iterable<string>): Promise<readonly string[]> {
  const users = [...texts].filter((text) => text.includes(library));
  const withoutImports = users.map((text) => text.replaceAll(/^import .*;$/gm, ''));
  const found = await getL10nJson([{ contents: library + withoutImports.join('\n'), extension: '.ts' }]);
  return Object.keys(found).sort();
}
