import { rootCertificates } from 'node:tls';
import * as l10n from '@vscode/l10n';
import { Agent, EnvHttpProxyAgent, ProxyAgent, type Dispatcher } from 'undici';
import { tooDeepAt } from '../trace/json/depth.js';
import { authorization, flinkAddress, type FlinkAddress, type FlinkConnection } from './connection.js';
import { FlinkError } from './flinkError.js';
import { checkUrl, failureOf } from './transportFailure.js';

/** Bounds on what a server may cost. All may be lowered; times in ms, sizes in bytes. */
export interface TransportLimits {
  readonly connectMs: number;
  /** From the request to the end of the answer's headers, and between two pieces of its body. */
  readonly silenceMs: number;
  /** For the whole answer: a server that sends a byte a second is never silent. */
  readonly answerMs: number;
  /** The largest answers known, of jobs with thousands of subtasks, have a few MiB. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
}

const limitsDefault: TransportLimits = {
  connectMs: 10_000,
  silenceMs: 20_000,
  answerMs: 60_000,
  bodyBytes: 64 << 20,
  headerBytes: 64 << 10,
};

/** More than a browser's limit would help nobody: each is a request of its own. */
const redirectsMax = 3;

/** No answer of Flink is nested deeper than ten levels. */
const depthMax = 200;

/** An answer in JSON, also one that says 404 or 500. `text` is the body as it came. */
export interface RestAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

export interface RestRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base path, with query: `/jobs/overview`. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests to one cluster, and gets JSON or a {@link FlinkError}. Keeps its secrets out of reach of `util.inspect`. */
export class RestTransport {
  readonly #dispatcher: Dispatcher;
  readonly #authorization: string | undefined;
  readonly #address: FlinkAddress;
  readonly #limits: TransportLimits;

  /** @throws {TypeError} for a connection that no request can be sent with */
  constructor(connection: FlinkConnection, limits: Partial<TransportLimits> = {}) {
    this.#limits = { ...limitsDefault, ...limits };
    this.#address = flinkAddress(connection.url);
    const auth = connection.auth ?? this.#address.auth;
    this.#authorization = auth && authorization(auth);
    this.#dispatcher = dispatcherOf(connection, this.#limits);
  }

  /** The cluster's URL for people and files, without credentials. */
  get url(): string {
    return this.#address.shown;
  }

  /** @throws {FlinkError} where no JSON came; what `signal` was aborted with */
  async send(request: RestRequest): Promise<RestAnswer> {
    const deadline = new AbortController();
    const expire = setTimeout(() => deadline.abort(expired), this.#limits.answerMs);
    const abort = (): void => deadline.abort(request.signal?.reason);
    request.signal?.addEventListener('abort', abort);
    if (request.signal?.aborted === true) abort();
    try {
      return await this.#follow(request, deadline.signal);
    } catch (error) {
      if (request.signal?.aborted === true) throw request.signal.reason;
      throw failureOf(error === expired ? 'answer' : error, this.url, request.path);
    } finally {
      clearTimeout(expire);
      request.signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends its connections; requests under way fail. */
  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  async #follow(request: RestRequest, signal: AbortSignal): Promise<RestAnswer> {
    const { origin, basePath } = this.#address;
    let target = new URL(`${origin}${basePath}${request.path}`);
    for (let redirects = 0; ; redirects++) {
      const response = await this.#request(target, request, signal);
      const location = response.headers['location'];
      if (!redirectStatuses.includes(response.statusCode) || typeof location !== 'string') {
        return this.#answer(response, request.path);
      }
      response.body.on('error', () => undefined).destroy();
      target = this.#redirected(target, location, redirects);
    }
  }

  #request(target: URL, request: RestRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return this.#dispatcher.request({
      origin: target.origin,
      path: `${target.pathname}${target.search}`,
      method: request.method ?? 'GET',
      headers: {
        accept: 'application/json',
        // What is not compressed cannot grow when unpacked.
        'accept-encoding': 'identity',
        ...(this.#authorization !== undefined && { authorization: this.#authorization }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
      headersTimeout: this.#limits.silenceMs,
      bodyTimeout: this.#limits.silenceMs,
    });
  }

  #redirected(from: URL, location: string, redirects: number): URL {
    const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
    if (to === undefined || to.origin !== from.origin) {
      const where = to === undefined ? l10n.t('an address that is none') : `${to.origin}${to.pathname}`;
      throw new FlinkError(
        'redirect',
        l10n.t('{url} sends requests on to {where}, another server, which was not followed.', {
          url: this.url,
          where,
        }),
        l10n.t(
          'If that is your cluster, connect to it by that address; if it is a login page, add credentials.',
        ),
      );
    }
    if (redirects === redirectsMax) {
      throw new FlinkError(
        'redirect',
        l10n.t('{url} sent a request on {times} times, at last to {where}.', {
          ...{ url: this.url, times: redirects, where: `${to.origin}${to.pathname}` },
        }),
        l10n.t('Check the URL.'),
      );
    }
    return to;
  }

  async #answer({ statusCode, headers, body }: Dispatcher.ResponseData, path: string): Promise<RestAnswer> {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      body.on('error', () => undefined).destroy();
      throw notFlink(
        l10n.t('{url} answered {path} in an encoding that was not asked for.', { url: this.url, path }),
      );
    }
    if (Number(headers['content-length']) > this.#limits.bodyBytes) {
      body.on('error', () => undefined).destroy();
      throw new FlinkError(
        'tooLarge',
        l10n.t('{url} announced too large an answer to {path}.', { url: this.url, path }),
        checkUrl(),
      );
    }
    const text = await body.text();
    if (statusCode === 401 || statusCode === 403) throw unauthorized(this.url, statusCode);
    return { status: statusCode, text, body: parsed(text, statusCode, this.url, path) };
  }
}

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/** Tells our own deadline from any other reason to abort. */
const expired = new Error('The answer took too long.');

function notFlink(problem: string): FlinkError {
  return new FlinkError('notFlink', problem, checkUrl());
}

function unauthorized(url: string, status: number): FlinkError {
  return new FlinkError(
    'unauthorized',
    l10n.t('{url} did not let the request in ({status}).', { url, status }),
    l10n.t('Check user and password, or the token.'),
  );
}

function parsed(text: string, status: number, url: string, path: string): unknown {
  if (status >= 500 && !/^\s*[{[]/.test(text)) {
    throw new FlinkError(
      'server',
      l10n.t('{url} answered {path} with {status}, and not in Flink’s JSON: probably a proxy before it.', {
        url,
        path,
        status,
      }),
      l10n.t('See whether the JobManager runs behind it.'),
    );
  }
  if (/^\s*</.test(text)) {
    throw notFlink(
      l10n.t(
        '{url} answered {path} with a web page ({status}), perhaps one to log in, not with Flink’s JSON.',
        {
          ...{ url, path, status },
        },
      ),
    );
  }
  if (tooDeepAt(text, depthMax) !== undefined) {
    throw notFlink(
      l10n.t('{url} answered {path} with JSON nested more than {depth} levels deep.', {
        ...{ url, path, depth: depthMax },
      }),
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw notFlink(
      l10n.t('{url} answered {path} ({status}) with something that is not JSON.', { url, path, status }),
    );
  }
}

function dispatcherOf({ ca, insecure, proxy }: FlinkConnection, limits: TransportLimits): Dispatcher {
  const tls = {
    timeout: limits.connectMs,
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    ...(insecure === true && { rejectUnauthorized: false }),
  };
  const options = {
    connect: tls,
    maxHeaderSize: limits.headerBytes,
    maxResponseSize: limits.bodyBytes,
    headersTimeout: limits.silenceMs,
    bodyTimeout: limits.silenceMs,
  };
  if (proxy === undefined) return new Agent(options);
  const proxied = { ...options, requestTls: tls, proxyTls: tls };
  if (proxy === 'environment') return new EnvHttpProxyAgent(proxied);
  if (!URL.canParse(proxy)) throw new TypeError(l10n.t('The proxy must be a URL, as in http://proxy:3128.'));
  return new ProxyAgent({ ...proxied, uri: proxy });
}
