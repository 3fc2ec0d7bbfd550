import * as l10n from '@vscode/l10n';
import { FlinkError, type FlinkErrorKind } from './flinkError.js';

/** The failure for a request that ended without an answer, from what Node or undici threw; `answer` for our own deadline. */
export function failureOf(error: unknown, url: string, path: string): FlinkError {
  if (error instanceof FlinkError) return error;
  if (error === 'answer') {
    return new FlinkError(
      'timeout',
      l10n.t('{url} did not finish its answer to {path} in time.', { url, path }),
      tryLater(),
    );
  }
  const code = codeOf(error);
  const [kind, clause, remedy] = reasonOf(code, url) ?? byPattern(code, error, url);
  const problem =
    code === '' ? l10n.t('{clause}.', { clause }) : l10n.t('{clause} ({code}).', { clause, code });
  return new FlinkError(kind, problem, remedy);
}

type Reason = readonly [kind: FlinkErrorKind, clause: string, remedy: string];

function tryLater(): string {
  return l10n.t('Try again when the cluster has less to do, or check the network between.');
}

function checkAddress(): string {
  return l10n.t('Check host and port, and that the JobManager is running.');
}

/** What to do where something else than Flink has answered. */
export function checkUrl(): string {
  return l10n.t('Check that the URL is that of a Flink JobManager, as in http://localhost:8081.');
}

function reasonOf(code: string, url: string): Reason | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return ['refused', l10n.t('{0} refused the connection', url), checkAddress()];
    case 'ENOTFOUND':
      return [
        'unreachable',
        l10n.t('{0} has a host name that is not known', url),
        l10n.t('Check the host, or the network.'),
      ];
    case 'EAI_AGAIN':
      return [
        'unreachable',
        l10n.t('{0} has a host name that cannot be looked up now', url),
        l10n.t('Check the network.'),
      ];
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return ['timeout', l10n.t('{0} did not take the connection in time', url), checkAddress()];
    case 'UND_ERR_HEADERS_TIMEOUT':
      return ['timeout', l10n.t('{0} did not answer in time', url), tryLater()];
    case 'UND_ERR_BODY_TIMEOUT':
      return ['timeout', l10n.t('{0} stopped in the middle of an answer', url), tryLater()];
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return ['tooLarge', l10n.t('{0} sent headers above the limit', url), checkUrl()];
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return ['tooLarge', l10n.t('{0} sent an answer above the limit', url), checkUrl()];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return ['unreachable', l10n.t('{0} cut the connection', url), checkAddress()];
    default:
      return tlsReason(code, url);
  }
}

function tlsReason(code: string, url: string): Reason | undefined {
  switch (code) {
    case 'EPROTO':
      return [
        'certificate',
        l10n.t('{0} does not speak TLS as asked', url),
        l10n.t('Check whether it is http instead of https.'),
      ];
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return ['certificate', l10n.t('{0} does not speak TLS', url), l10n.t('Use http instead of https.')];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'certificate',
        l10n.t('{0} has a certificate for another host name', url),
        l10n.t('Use the name that the certificate is for.'),
      ];
    default:
      return undefined;
  }
}

function byPattern(code: string, error: unknown, url: string): Reason {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL/.test(code)) {
    return [
      'certificate',
      l10n.t('{0} has a certificate that is not trusted', url),
      l10n.t(
        'Name the PEM file of the authority that signed it, or, on a network you trust, do not check it.',
      ),
    ];
  }
  if (/^HPE_/.test(code) || (error instanceof Error && error.name === 'HTTPParserError')) {
    return ['notFlink', l10n.t('{0} does not answer in HTTP', url), checkUrl()];
  }
  if (/\b407\b/.test(error instanceof Error ? error.message : '')) {
    return [
      'unauthorized',
      l10n.t('{0} is behind a proxy that wants a user and password', url),
      l10n.t('Put them into the URL of the proxy.'),
    ];
  }
  return ['unreachable', l10n.t('{0} cannot be reached', url), checkAddress()];
}

/** The code of the innermost cause that has one; of several addresses tried, that of the last. */
function codeOf(error: unknown): string {
  let code = '';
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    if ('code' in at && typeof at.code === 'string') code = at.code;
    at = at instanceof AggregateError ? (at.errors as unknown[]).at(-1) : at.cause;
  }
  return code;
}
