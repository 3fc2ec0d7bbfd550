import { readFile } from 'node:fs/promises';
import { UsageError } from '../engine/errors.js';
import { flinkAddress, type FlinkAuth, type FlinkConnection } from '../flink/connection.js';
import { fileFailure } from './failure.js';

/** How certificates are checked, of the cluster and of its gateway. */
export interface TlsOptions {
  readonly ca?: string;
  readonly insecure?: true;
}

export interface ConnectionOptions extends TlsOptions {
  readonly flink: string;
}

interface Variables {
  readonly token: string;
  readonly user: string;
  readonly password: string;
  readonly ca: string;
  readonly insecure: string;
}

function variables(of: 'FLINK' | 'GATEWAY'): Variables {
  const prefix = `CHECKPOINT_LENS_${of}`;
  return {
    ...{ token: `${prefix}_TOKEN`, user: `${prefix}_USER`, password: `${prefix}_PASSWORD` },
    ...{ ca: `${prefix}_CA`, insecure: `${prefix}_INSECURE` },
  };
}

const ofFlink = variables('FLINK');
const ofGateway = variables('GATEWAY');

export const connectionHelp = `
Credentials come from the environment, because everyone on the machine can see the arguments of a program:
  ${ofFlink.token}                  a bearer token
  ${ofFlink.user}, ${ofFlink.password}   for basic authentication
Those of a SQL Gateway, where they are others: CHECKPOINT_LENS_GATEWAY_… Also _CA=FILE and _INSECURE=1 or 0, which are for one of
the two and win over --ca and --insecure, which are for both.
HTTP_PROXY, HTTPS_PROXY and NO_PROXY say which proxy to take.`;

/** @throws {UsageError} for a URL that is none or has a password in it; {CommandFailure} for a file that cannot be read */
export function connectionOf(
  options: ConnectionOptions,
  environment: NodeJS.ProcessEnv,
): Promise<FlinkConnection> {
  return connectionWith(checkedUrl(options.flink, '--flink', ofFlink), options, environment, ofFlink);
}

/** To a SQL Gateway, with credentials of its own where the environment has some, else with those of the cluster. @throws as of {@link connectionOf} */
export async function gatewayConnection(
  options: TlsOptions & { readonly on: string },
  environment: NodeJS.ProcessEnv,
): Promise<FlinkConnection> {
  const url = checkedUrl(options.on, '--on', ofGateway);
  const connection = await connectionWith(url, options, environment, ofGateway);
  return { ...connection, auth: connection.auth ?? authOf(environment, ofFlink) };
}

async function connectionWith(
  url: string,
  { ca, insecure }: TlsOptions,
  environment: NodeJS.ProcessEnv,
  of: Variables,
): Promise<FlinkConnection> {
  const certificates = environment[of.ca] || ca;
  const unchecked = environment[of.insecure];
  return {
    url,
    auth: authOf(environment, of),
    ca: certificates === undefined ? undefined : await readCertificates(certificates),
    insecure: unchecked === undefined || unchecked === '' ? insecure === true : unchecked === '1',
    proxy: 'environment',
  };
}

/**
 * To the JobManager of a gateway. An address that only the gateway has said gets credentials only where it is on the same host: else
 * a gateway could have them sent anywhere.
 */
export async function jobManagerConnection(
  options: ConnectionOptions & { readonly on: string },
  isNamed: boolean,
  environment: NodeJS.ProcessEnv,
): Promise<FlinkConnection> {
  const connection = await connectionOf(options, environment);
  const isSameHost = new URL(options.flink).hostname === new URL(options.on).hostname;
  return isNamed || isSameHost ? connection : { ...connection, auth: undefined };
}

function checkedUrl(url: string, flag: string, { user, password }: Variables): string {
  if (addressOf(url, flag).auth === undefined) return url;
  throw new UsageError(`${flag}: leave user and password out of the URL; set ${user} and ${password}.`);
}

function addressOf(url: string, flag: string): ReturnType<typeof flinkAddress> {
  try {
    return flinkAddress(url);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`${flag}: ${error.message}`) : error;
  }
}

function authOf(environment: NodeJS.ProcessEnv, { token, user, password }: Variables): FlinkAuth | undefined {
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
