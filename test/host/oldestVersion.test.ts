import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId, isOldest } from './workspace.js';

interface Manifest {
  readonly engines: { readonly vscode: string };
}

if (isOldest) {
  describe('the oldest VS Code that the manifest allows', () => {
    it('is the one that these tests run in, on the Node it came with', () => {
      const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest | undefined;
      const [major, minor] = vscode.version.split('.');
      assert.equal(manifest?.engines.vscode, `^${major}.${minor}.0`);
      assert.match(process.version, /^v20\./);
    });
  });
}
