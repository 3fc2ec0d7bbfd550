import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The oldest Node that the engine runs on. */
const oldestNode = 20;

/** What runs the command line: a program, and what its environment needs beside the editor's own. */
export interface NodeRuntime {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Prints a program's Node version; rejects where there is no such program. */
export type NodeProbe = (program: string) => Promise<string>;

/**
 * The `node` on the PATH where it is new enough, else the editor's own runtime at `editorProgram`, whose memory
 * cage allows less state than a plain Node.
 */
export async function findNode(editorProgram: string, probe: NodeProbe = nodeVersion): Promise<NodeRuntime> {
  const version = await probe('node').catch(() => '');
  if (majorVersion(version) >= oldestNode) return { program: 'node', env: {} };
  return { program: editorProgram, env: { ELECTRON_RUN_AS_NODE: '1' } };
}

function majorVersion(version: string): number {
  return Number(/^v?(\d+)\./.exec(version.trim())?.[1] ?? 0);
}

function nodeVersion(program: string): Promise<string> {
  const options = { timeout: 5000, windowsHide: true };
  return promisify(execFile)(program, ['--version'], options).then(({ stdout }) => stdout);
}
