import { readFileSync } from 'node:fs';
import { listFiles } from '@vscode/vsce';
import { expect, test } from 'vitest';
import { repository } from '../../../scripts/vscode/repository.js';

interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly typescriptServerPlugins: readonly { readonly name: string }[];
  };
}

const manifest = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')) as Manifest;
const packed = await listFiles({ cwd: repository });

test('the package holds every file that its manifest names', () => {
  const { main, browser, icon, bin, contributes } = manifest;
  const named = [
    main,
    browser,
    icon,
    ...Object.values(bin),
    ...contributes.jsonValidation.map(({ url }) => url),
  ];
  const plugins = contributes.typescriptServerPlugins.map(({ name }) => `node_modules/${name}/package.json`);
  expect(packed).toEqual(
    expect.arrayContaining([...named.map((path) => path.replace(/^\.\//, '')), ...plugins]),
  );
});

test('the package holds no sources, tests, tools or foreign modules', () => {
  const belongs =
    /^(package(\.nls[^/]*)?\.json|l10n\/[^/]+\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/[^/]+|dist\/web\/[^/]+|dist\/types\/.+\.d\.ts|media\/(icon\.png|activity\.svg|walkthrough\/[^/]+\.svg)|media\/.+\.schema\.json|examples\/.+|node_modules\/checkpoint-lens-typescript-plugin\/.+)$/;
  expect(packed.filter((path) => !belongs.test(path))).toEqual([]);
  expect(packed.filter((path) => path.includes('.checkpoint-lens') || path.endsWith('.map'))).toEqual([]);
});
