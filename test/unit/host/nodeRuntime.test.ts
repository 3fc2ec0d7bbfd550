import { describe, expect, it } from 'vitest';
import { findNode } from '../../../src/host/runs/nodeRuntime.js';

const editor = '/opt/editor/code';
const own = { program: editor, env: { ELECTRON_RUN_AS_NODE: '1' } };

describe('what a run runs on', () => {
  it.each(['v20.0.0', 'v22.11.0\n', 'v24.1.0'])(
    'is the node on the PATH where that is new enough: %s',
    async (version) => {
      expect(await findNode(editor, () => Promise.resolve(version))).toEqual({ program: 'node', env: {} });
    },
  );

  it.each(['v18.20.4', 'v9.0.0', '', 'no version'])(
    'is the editor where the node is too old: "%s"',
    async (version) => {
      expect(await findNode(editor, () => Promise.resolve(version))).toEqual(own);
    },
  );

  it('is the editor where there is no node', async () => {
    expect(await findNode(editor, () => Promise.reject(new Error('ENOENT')))).toEqual(own);
  });

  it('finds the node that runs this test by asking it', async () => {
    expect(await findNode(editor)).toEqual({ program: 'node', env: {} });
  });
});
