import * as l10n from '@vscode/l10n';

/** How to reach a cluster's REST API. Holds secrets: keep it out of logs, files and messages. */
export interface FlinkConnection {
  /**
   * `http` or `https`, with a base path where a reverse proxy has one: `https://host/proxy/flink/`, the slash at the end may
   * be left out. `user:password@` in it counts as basic authentication.
   */
  readonly url: string;
  readonly auth?: FlinkAuth | undefined;
  /** Certificates in PEM text that are trusted beside those that Node trusts. */
  readonly ca?: string | undefined;
  /** Takes any certificate, also a forged one. */
  readonly insecure?: boolean | undefined;
  /** URL of an HTTP or SOCKS proxy; `environment` takes it from HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
  readonly proxy?: string | undefined;
}

export type FlinkAuth =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** A connection's URL taken apart. `shown` is for people and files: without credentials, query and fragment. */
export interface FlinkAddress {
  readonly origin: string;
  /** Begins and does not end with a slash; empty without a base path. */
  readonly basePath: string;
  readonly shown: string;
  /** From the URL itself. */
  readonly auth: FlinkAuth | undefined;
}

/** @throws {TypeError} for a text that is no http or https URL; the message does not repeat it, because it may hold a password */
export function flinkAddress(url: string): FlinkAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new TypeError(
      l10n.t('The URL of a Flink cluster begins with http:// or https://, as in http://localhost:8081.'),
    );
  }
  const basePath = parsed.pathname.replace(/\/+$/, '');
  const { origin, username, password } = parsed;
  return {
    origin,
    basePath,
    shown: `${origin}${basePath}`,
    auth:
      username === '' && password === ''
        ? undefined
        : { kind: 'basic', user: decoded(username), password: decoded(password) },
  };
}

/** The value of the header `authorization`. @throws {TypeError} for a token that no header can carry; does not repeat it */
export function authorization(auth: FlinkAuth): string {
  if (auth.kind === 'basic') {
    return `Basic ${Buffer.from(`${auth.user}:${auth.password}`, 'utf8').toString('base64')}`;
  }
  if (!/^[\x21-\x7e]+$/.test(auth.token)) {
    throw new TypeError(
      l10n.t('The token has characters that a token cannot have, such as spaces or line ends.'),
    );
  }
  return `Bearer ${auth.token}`;
}

/** A percent sign that encodes nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
