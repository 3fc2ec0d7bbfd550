import { readFile } from 'node:fs/promises';
import { UsageError } from '../engine/errors.js';
import { flinkAddress, type FlinkAuth, type FlinkConnection } from '../flink/connection.js';
import { fileFailure } from './failure.js';

export interface ConnectionOptions {
  readonly flink: string;
  readonly ca?: string;
  readonly insecure?: true;
}

const token = 'CHECKPOINT_LENS_FLINK_TOKEN';
const user = 'CHECKPOINT_LENS_FLINK_USER';
const password = 'CHECKPOINT_LENS_FLINK_PASSWORD';

export const connectionHelp = `
Credentials come from the environment, because everyone on the machine can see the arguments of a program:
  ${token}                  a bearer token
  ${user}, ${password}   for basic authentication
HTTP_PROXY, HTTPS_PROXY and NO_PROXY say which proxy to take.`;

/** @throws {UsageError} for a URL that is none or has a password in it; {CommandFailure} for a file that cannot be read */
export async function connectionOf(
  { flink, ca, insecure }: ConnectionOptions,
  environment: NodeJS.ProcessEnv,
  flag = '--flink',
): Promise<FlinkConnection> {
  if (addressOf(flink, flag).auth !== undefined) {
    throw new UsageError(`${flag}: leave user and password out of the URL; set ${user} and ${password}.`);
  }
  return {
    url: flink,
    auth: authOf(environment),
    ca: ca === undefined ? undefined : await readCertificates(ca),
    insecure: insecure === true,
    proxy: 'environment',
  };
}

function addressOf(url: string, flag: string): ReturnType<typeof flinkAddress> {
  try {
    return flinkAddress(url);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`${flag}: ${error.message}`) : error;
  }
}

function authOf(environment: NodeJS.ProcessEnv): FlinkAuth | undefined {
  const secret = environment[token];
  if (secret !== undefined && secret !== '') return { kind: 'bearer', token: secret };
  const name = environment[user];
  if (name === undefined || name === '') return undefined;
  return { kind: 'basic', user: name, password: environment[password] ?? '' };
}

async function readCertificates(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileFailure(file, 'read', error);
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`${file}: has no certificate in it. Name a PEM file.`);
}
