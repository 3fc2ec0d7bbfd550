import { hostname } from 'node:os';

/** Whether a process may go on; nobody here can know it of another machine's. */
export function mayBeAlive({ pid, host }: { readonly pid: number; readonly host?: string }): boolean {
  if (host !== undefined && host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
