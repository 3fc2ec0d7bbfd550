import { describe, expect, test } from 'vitest';
import { parseLauncherArguments } from '../../../scripts/vscode/launcherArguments.js';

describe('the launcher', () => {
  test('understands the arguments that test-electron gives a desktop VS Code', () => {
    const args = ['/work space', '--no-sandbox', '--skip-welcome', '--extensionTestsPath=/t/host.cjs'];
    expect(parseLauncherArguments([...args, '--extensionDevelopmentPath=/e', '--extensions-dir=/x'])).toEqual(
      {
        folder: '/work space',
        tests: '/t/host.cjs',
        developed: ['/e'],
        extensions: '/x',
      },
    );
  });

  test('takes values after a space and paths as file URLs', () => {
    const args = ['--extensionTestsPath', 'file:///t/host%20tests.cjs', '--folder-uri', 'file:///w'];
    expect(parseLauncherArguments(args)).toEqual({ folder: '/w', tests: '/t/host tests.cjs', developed: [] });
  });

  test('opens no folder when none is named', () => {
    expect(parseLauncherArguments(['--extensionTestsPath=/t', '--user-data-dir', '/u'])).not.toHaveProperty(
      'folder',
    );
  });
});
