import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PipelineLocator } from '../../../src/definitions/pipelineLocator.js';
import { pipelineNameProblem, pipelineTemplate } from '../../../src/host/commands/pipelineTemplate.js';

describe('a new pipeline', () => {
  it('has the name that was asked for, and operators that a lens finds', async () => {
    const locator = new PipelineLocator(join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm'));
    const located = await locator.locate(pipelineTemplate('page-views'));
    expect(located?.name).toBe('page-views');
    expect(located?.operators.map(({ name }) => name)).toEqual(['clicks', 'count per user', 'counts']);
  });

  it.each(['clicks', 'page-views_2', '7days'])('may be called %s', (name) => {
    expect(pipelineNameProblem(name)).toBeUndefined();
  });

  it.each(['', '../up', `it's`, 'a b', '-x', 'a'.repeat(65)])('may not be called "%s"', (name) => {
    expect(pipelineNameProblem(name)).toMatch(/^Letters, digits/);
  });
});
