import { spawn } from 'node:child_process';

// Vitest's workers go round in circles when their runner was killed, and their exit is not the system's.
if (process.connected) process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

/**
 * Kills a process, or a group by its negative id, as soon as this process has ended, also when it was killed and could do
 * nothing any more. Gives what calls that off. Does nothing on Windows.
 */
export function killAfterUs(processId: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  // Its input ends with us; in a group of its own it outlives Ctrl-C.
  const guard = spawn('sh', ['-c', 'read -r _; kill -s KILL -- "$0"', String(processId)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined);
  guard.unref();
  return () => void guard.kill('SIGKILL');
}
