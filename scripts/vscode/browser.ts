import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { unpackedBrowser } from './unpackedBrowser.js';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium: the one that CHROMIUM_PATH names (`packaged` means the one from npm), else an installed
 * one, else the one from npm.
 * @throws {Error} when there is none for this machine
 */
export async function launchBrowser(): Promise<Browser> {
  const wanted = process.env['CHROMIUM_PATH'] ?? installed.find((path) => existsSync(path)) ?? 'packaged';
  const { executablePath, env } =
    wanted === 'packaged' ? await unpackedBrowser() : { executablePath: wanted, env: {} };
  return chromium.launch({
    executablePath,
    env: { ...definedEnvironment(), ...env },
    args: quietArguments,
    // Who starts the browser also ends it, together with the server.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
