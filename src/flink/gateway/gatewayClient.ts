import * as l10n from '@vscode/l10n';
import { sentence } from '../answerProblem.js';
import { fieldsIn, textIn, versionIn } from '../clusterAnswers.js';
import type { FlinkConnection } from '../connection.js';
import { FlinkError } from '../flinkError.js';
import { RestTransport, type RestAnswer, type RestRequest, type TransportLimits } from '../transport.js';
import { apiVersionsIn, isSessionLost, reasonIn, resultIn, type ResultPage } from './gatewayAnswers.js';

/** The session is not there any more: the gateway was restarted, or nobody has asked for it for too long. */
export class SessionLostError extends Error {
  override readonly name = 'SessionLostError';
  constructor(url: string) {
    super(
      l10n.t(
        'The SQL Gateway {0} has lost the session: it was restarted, or took the session for idle.',
        url,
      ),
    );
  }
}

/** A statement that Flink did not take, in Flink's words. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
}

/** Before Flink 2 options and functions have other names, and that of 2.0 does not read what its newer ones do of JSON. */
const oldest = { major: 2, minor: 1 } as const;

/** Newer ones have it beside their own. */
const restVersion = 2;

const path = `/v${restVersion}`;

/** A Flink SQL Gateway, through its REST API of version 2. Methods throw a {@link FlinkError}, or what `signal` was aborted with. */
export class GatewayClient {
  readonly #transport: RestTransport;

  /** Sends nothing yet. @throws {TypeError} for a connection that no request can be sent with; says no secret */
  constructor(connection: FlinkConnection, limits: Partial<TransportLimits> = {}) {
    this.#transport = new RestTransport(connection, limits);
  }

  /** For people and files, without credentials. */
  get url(): string {
    return this.#transport.url;
  }

  /** Flink's version, as in `2.3.0`. @throws {FlinkError} for a gateway that is too old, or none */
  async checkedVersion(signal?: AbortSignal): Promise<string> {
    const versions = apiVersionsIn((await this.#send({ path: '/api_versions', signal })).body);
    if (versions === undefined) throw await this.#noGateway(signal);
    const version = textIn((await this.#send({ path: '/info', signal })).body, 'version') ?? '?';
    if (isTooOld(version)) {
      throw new FlinkError(
        'notFlink',
        l10n.t('{url} is the SQL Gateway of Flink {version}, whose SQL is another.', {
          ...{ url: this.url, version },
        }),
        l10n.t('Use one of Flink {0} or newer.', `${oldest.major}.${oldest.minor}`),
      );
    }
    if (!versions.includes(restVersion)) {
      throw new FlinkError(
        'notFlink',
        l10n.t(
          '{url} is the SQL Gateway of Flink {version}, which does not have version {rest} of the REST API.',
          {
            ...{ url: this.url, version, rest: restVersion },
          },
        ),
        l10n.t('Use one that has it, as those of Flink 2.1 to 2.3 do.'),
      );
    }
    return version;
  }

  async openSession(name: string, signal?: AbortSignal): Promise<string> {
    const body = { sessionName: name, properties: {} };
    const answer = await this.#send({ method: 'POST', path: `${path}/sessions`, body, signal });
    return (
      textIn(this.#successful(answer, `${path}/sessions`), 'sessionHandle') ??
      this.#missing(`${path}/sessions`)
    );
  }

  /** What the session is configured with: Flink's options, the cluster's own among them. */
  async sessionOptions(session: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const at = `${path}/sessions/${session}`;
    const properties = fieldsIn(this.#successful(await this.#send({ path: at, signal }), at), 'properties');
    return new Map(
      Object.entries(properties ?? {}).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      ),
    );
  }

  /** Keeps the session. @throws {SessionLostError} */
  async heartbeat(session: string, signal?: AbortSignal): Promise<void> {
    const at = `${path}/sessions/${session}/heartbeat`;
    this.#successful(await this.#send({ method: 'POST', path: at, body: {}, signal }), at);
  }

  async closeSession(session: string, signal?: AbortSignal): Promise<void> {
    const at = `${path}/sessions/${session}`;
    this.#successful(await this.#send({ method: 'DELETE', path: at, signal }), at);
  }

  /** Hands a statement over, which then runs in the gateway. Gives the operation's handle. */
  async submit(session: string, statement: string, signal?: AbortSignal): Promise<string> {
    const at = `${path}/sessions/${session}/statements`;
    const answer = await this.#send({ method: 'POST', path: at, body: { statement }, signal });
    return textIn(this.#successful(answer, at), 'operationHandle') ?? this.#missing(at);
  }

  /** A page of what the operation gave. @throws {StatementError} where the statement failed */
  async result(session: string, operation: string, token: number, signal?: AbortSignal): Promise<ResultPage> {
    const at = `${path}/sessions/${session}/operations/${operation}/result/${token}`;
    const answer = await this.#send({ path: `${at}?rowFormat=JSON`, signal });
    if (answer.status >= 300 && !isSessionLost(answer.body)) {
      throw new StatementError(reasonIn(answer.body) ?? l10n.t('Flink does not say why'));
    }
    return resultIn(this.#successful(answer, at)) ?? this.#missing(at);
  }

  /** Ends its connections; requests under way fail. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #send(request: RestRequest): Promise<RestAnswer> {
    try {
      return await this.#transport.send(request);
    } catch (error) {
      throw error instanceof FlinkError ? ofGateway(error) : error;
    }
  }

  #successful(answer: RestAnswer, at: string): unknown {
    if (answer.status < 300) return answer.body;
    if (isSessionLost(answer.body)) throw new SessionLostError(this.url);
    const kind = answer.status === 404 ? 'notFound' : 'server';
    const said = sentence(reasonIn(answer.body) ?? l10n.t('Flink does not say why'));
    const place = `${this.url}${at}`;
    throw new FlinkError(
      kind,
      l10n.t('{place} answered {status}: {said}', { place, status: answer.status, said }),
    );
  }

  #missing(at: string): never {
    throw this.#notFlink(l10n.t('{0} answered in a way that is not known.', `${this.url}${at}`));
  }

  /** The two are easily taken for one another. */
  async #noGateway(signal: AbortSignal | undefined): Promise<FlinkError> {
    const config = await this.#send({ path: '/config', signal }).catch(() => undefined);
    const version = versionIn(config?.body);
    if (version === undefined) {
      return this.#notFlink(l10n.t('{0} did not answer as a SQL Gateway.', this.url));
    }
    return new FlinkError(
      'notFlink',
      l10n.t('{url} is a JobManager of Flink {version}, and no SQL Gateway.', { url: this.url, version }),
      l10n.t('Give the address of the SQL Gateway, which sql-gateway.sh starts, usually at port 8083.'),
    );
  }

  #notFlink(problem: string): FlinkError {
    const remedy = l10n.t(
      'Check that the URL is that of a Flink SQL Gateway, as in {0}.',
      'http://localhost:8083',
    );
    return new FlinkError('notFlink', problem, remedy);
  }
}

/** The same failure with what to do about a gateway. */
function ofGateway({ kind, message }: FlinkError): FlinkError {
  return new FlinkError(kind, message.replaceAll('JobManager', 'SQL Gateway').replaceAll(':8081', ':8083'));
}

function isTooOld(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return false;
  return Number(major) < oldest.major || (Number(major) === oldest.major && Number(minor) < oldest.minor);
}
