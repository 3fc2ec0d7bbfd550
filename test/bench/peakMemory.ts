import { readFileSync, readdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** The most memory that the largest of a browser's pages has had, bytes. Linux only. */
export async function pageMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => peakMemory(id)));
}

/** The memory that all of a browser's processes with pages have now, bytes. Linux only. */
export async function pagesResident(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  return pages.reduce((sum, { id }) => sum + memoryOf(id, 'VmRSS'), 0);
}

/** The most memory that the extension host of the VS Code server with this profile has had, bytes. Linux only. */
export function extensionHostMemory(profile: string): number {
  const isHost = (pid: number): boolean =>
    processFile(pid, 'cmdline').includes('--type=extensionHost') &&
    processFile(pid, 'environ').includes(profile);
  return Math.max(...readdirSync('/proc').map(Number).filter(isHost).map(peakMemory));
}

function peakMemory(pid: number): number {
  return memoryOf(pid, 'VmHWM');
}

/** @param which its name in /proc: `VmRSS` now, `VmHWM` at the most */
function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(processFile(pid, 'status'))?.[1]) * 1024;
}

/** Empty where the process has ended. */
function processFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
