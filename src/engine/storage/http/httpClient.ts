import { Agent as AgentHttp, request as requestHttp, type ClientRequest } from 'node:http';
import { Agent as AgentHttps, request as requestHttps } from 'node:https';
import { StorageError, UploadAborted } from '../storage.js';
import { collectBody, passBody } from './body.js';
import { errorBytes, type Answer, type Exchange, type OnSilence, type TimeLimits } from './exchange.js';
import { sendBody } from './send.js';
import { socketError } from './socketError.js';
import { Watchdog } from './watchdog.js';

/** How long requests may go on, ms, once somebody waits for the end: a server that is well answers in that time. */
const lastMs = 1000;

/**
 * HTTP with limits on what a server may cost. Not `fetch`: it takes the `100 Continue` that a DataNode sends unasked
 * for an attack, and ends the connection.
 */
export class HttpClient {
  private readonly http = new AgentHttp({ keepAlive: true });
  private readonly https = new AgentHttps({ keepAlive: true });

  private endsAt = Infinity;
  /** Hosts that have not answered since it was said that they are silent. */
  private readonly silent = new Set<string>();

  /**
   * @param onSilence told once until the server has answered again
   * @param ending aborted when somebody waits for the end: all requests have a second more
   */
  constructor(
    private readonly limits: TimeLimits,
    private readonly onSilence?: OnSilence,
    private readonly ending?: AbortSignal,
  ) {
    ending?.addEventListener('abort', () => (this.endsAt = Date.now() + lastMs), { once: true });
  }

  /**
   * One request and its answer, whatever its status. Redirects are not followed.
   *
   * @throws StorageError without an answer, or when it is too long or too late; UploadAborted.
   */
  async exchange(what: Exchange): Promise<Answer> {
    const { url, signal } = what;
    if (signal?.aborted) throw new UploadAborted();
    const outgoing = this.open(what);
    let ending: Error | undefined;
    const end = (error: Error): void => {
      ending ??= error;
      outgoing.destroy(error);
    };
    const bite = (): void =>
      end(new StorageError(`${url.host} did not answer in time`, { isTransient: true }));
    const watchdog = new Watchdog(this.limits, what.movesFile ?? false, bite, () =>
      this.heardNothing(url.host),
    );
    const hurry = (): void => watchdog.hurry(this.endsAt - Date.now());
    if (this.endsAt !== Infinity) hurry();
    this.ending?.addEventListener('abort', hurry);
    outgoing.once('response', () => this.silent.delete(url.host));
    const abort = (): void => end(new UploadAborted());
    signal?.addEventListener('abort', abort);
    try {
      const [answer] = await Promise.all([
        answerOf(outgoing, what, watchdog),
        sendBody(outgoing, what, watchdog),
      ]);
      return answer;
    } catch (error) {
      if (ending) throw ending;
      outgoing.destroy();
      throw error instanceof StorageError ? error : socketError(error, url);
    } finally {
      watchdog.stop();
      signal?.removeEventListener('abort', abort);
      this.ending?.removeEventListener('abort', hurry);
      // An answer that came before all was sent leaves a connection that is good for nothing more.
      if (!outgoing.writableFinished) outgoing.destroy();
    }
  }

  private heardNothing(host: string): void {
    if (this.silent.has(host)) return;
    this.silent.add(host);
    const { silence, noticedSilence } = this.limits;
    this.onSilence?.(host, Date.now() - noticedSilence, silence);
  }

  private open({ url, method, headers, body }: Exchange): ClientRequest {
    const length =
      body || method === 'PUT' || method === 'POST' ? { 'content-length': body?.length ?? 0 } : {};
    const options = { method, headers: { ...headers, ...length } };
    return url.protocol === 'https:'
      ? requestHttps(url, { ...options, agent: this.https })
      : requestHttp(url, { ...options, agent: this.http });
  }
}

function answerOf(
  outgoing: ClientRequest,
  { bytesMax, url, method, take }: Exchange,
  watchdog: Watchdog,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('close', () =>
      reject(new StorageError(`${url.host} closed the connection`, { isTransient: true })),
    );
    outgoing.on('response', (response) => {
      watchdog.sawLife();
      const { statusCode: status = 0, headers } = response;
      const isGood = status < 300;
      const limit = method === 'HEAD' ? 0 : isGood ? bytesMax : Math.max(bytesMax, errorBytes);
      const sawLife = (): void => watchdog.sawLife();
      const collected =
        take && isGood
          ? passBody(response, limit, url.host, sawLife, take)
          : collectBody(response, limit, url.host, sawLife);
      resolve(collected.then((body) => ({ status, headers, body })));
    });
  });
}
