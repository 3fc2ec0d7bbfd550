import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, eventually, inWorkspace, write } from './workspace.js';

const errors = (uri: vscode.Uri): readonly string[] =>
  vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map(({ message }) => message);

/** Errors of a definition once the type checker has spoken: it has when it has found a planted error beside it. */
async function errorsBesidePlanted(uri: vscode.Uri): Promise<readonly string[]> {
  const planted = inWorkspace('planted.pipeline.ts');
  await write(
    planted,
    `import { pipeline } from 'checkpoint-lens';\nexport const wrong: string = pipeline;\n`,
  );
  await vscode.window.showTextDocument(uri);
  await vscode.window.showTextDocument(planted, { viewColumn: vscode.ViewColumn.Beside });
  await eventually('the planted error', () => errors(planted).length > 0);
  assert.match(errors(planted).join(), /is not assignable to type 'string'/);
  return errors(uri);
}

describe('a definition in a folder where nothing is installed', () => {
  afterEach(cleanUp);

  for (const example of ['orders.pipeline.ts', 'flights.pipeline.ts']) {
    it(`has no errors: ${example}`, async () => {
      assert.deepEqual(await errorsBesidePlanted(inWorkspace(example)), []);
    });
  }
});
