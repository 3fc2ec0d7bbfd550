import { largePages } from '../engine/runtime/largePages.js';

/** Node's own from 22.15 on, not on Windows. */
type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never;

/**
 * Begins this process anew with large pages, where it has not got them: the C library asks for them only if it is told so before it
 * begins. The process stays the one that it is to others, but for a channel to its parent. Returns where there is no use in it, Node
 * cannot do it, or there is such a channel.
 */
export function restartWithLargePages(): void {
  const { execve } = process as { readonly execve?: Execve };
  const settings = largePages(process.env);
  const { platform, channel, execPath, execArgv, argv } = process;
  if (platform !== 'linux' || channel || execve === undefined || Object.keys(settings).length === 0) return;
  execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...process.env, ...settings });
}
