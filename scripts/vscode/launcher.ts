#!/usr/bin/env node
// Stands in for a desktop VS Code where there is none: takes the arguments that @vscode/test-electron gives, runs the
// tests in the server's extension host with the window in a headless browser, and exits with their result.
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { parseLauncherArguments, type LauncherArguments } from './launcherArguments.js';
import { repository } from './repository.js';
import { startServer, type Server } from './server.js';
import { serverName } from './serverFiles.js';
import { passedFile, reportVariables } from './testReport.js';
import { openWorkbench, type WorkbenchPage } from './workbench.js';

/** Ends what hangs: all tests together take four minutes on two busy processors. */
const limitMs = 2_400_000;
const followEveryMs = 100;

process.exitCode = await main(parseLauncherArguments(process.argv.slice(2)));

async function main(args: LauncherArguments): Promise<number> {
  if (args.tests === undefined) {
    console.error('This launcher runs extension tests: --extensionTestsPath is missing.');
    return 2;
  }
  const profile = mkdtempSync(join(tmpdir(), 'checkpoint-lens-host-'));
  const output = join(profile, 'tests.out');
  writeFileSync(output, '');
  const stopFollowing = follow(output);
  try {
    const code = await runTests(args, args.tests, profile, output);
    if (code !== 0 || existsSync(passedFile(output))) return code;
    console.error('The extension host ended before its tests did.');
    return 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    stopFollowing();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function runTests(
  args: LauncherArguments,
  tests: string,
  profile: string,
  output: string,
): Promise<number> {
  const environment = { [reportVariables.output]: output, [reportVariables.tests]: tests };
  const extensions = args.extensions ?? join(profile, 'extensions');
  const server = await startServer({ profile, extensions, environment });
  let browser: Browser | undefined;
  let workbench: WorkbenchPage | undefined;
  let code = 1;
  try {
    browser = await launchBrowser();
    workbench = await openWorkbench(browser, server, {
      ...(args.folder === undefined ? {} : { folder: args.folder }),
      extensionsInDevelopment: args.developed,
      extensionTests: join(repository, 'dist/test/shim.cjs'),
    });
    code = await Promise.race([workbench.exitCode, ...whatEndsTheTests(server, browser, workbench)]);
    return code;
  } finally {
    if (code !== 0 && workbench !== undefined) await keepEvidence(server, workbench);
    await browser?.close();
    await server.stop();
  }
}

function whatEndsTheTests(server: Server, browser: Browser, { page }: WorkbenchPage): Promise<never>[] {
  const interrupted = new Promise<string>((resolve) => {
    process.once('SIGINT', () => resolve('Interrupted.'));
    process.once('SIGTERM', () => resolve('Terminated.'));
  });
  const reasons = [
    interrupted,
    new Promise<string>((resolve) => browser.once('disconnected', () => resolve('The browser went away.'))),
    new Promise<string>((resolve) => page.once('crash', () => resolve('The page crashed.'))),
    server.ended.then(() => `VS Code's server ended:\n${server.log()}`),
    new Promise<string>((resolve) => {
      setTimeout(
        () => resolve(`The tests gave no result within ${limitMs / 60_000} minutes.`),
        limitMs,
      ).unref();
    }),
  ];
  return reasons.map(async (reason) => {
    throw new Error(await reason);
  });
}

async function keepEvidence(server: Server, workbench: WorkbenchPage): Promise<void> {
  const folder = join(repository, 'test-results/host', serverName);
  mkdirSync(folder, { recursive: true });
  await workbench.page.screenshot({ path: join(folder, 'workbench.png') }).catch(() => undefined);
  writeFileSync(join(folder, 'server.log'), server.log());
  writeFileSync(join(folder, 'workbench.log'), workbench.log());
}

/** Shows what is appended to a file; the returned function shows the rest and stops. */
function follow(file: string): () => void {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  const decoder = new StringDecoder('utf8');
  const show = (): void => {
    for (let length = 1; length > 0;) {
      length = readSync(descriptor, buffer, 0, buffer.length, null);
      process.stdout.write(decoder.write(buffer.subarray(0, length)));
    }
  };
  const timer = setInterval(show, followEveryMs);
  return () => {
    clearInterval(timer);
    show();
    closeSync(descriptor);
  };
}
