import { FlinkError, type FlinkErrorKind } from './flinkError.js';

/** The failure for a request that ended without an answer, from what Node or undici threw; `answer` for our own deadline. */
export function failureOf(error: unknown, url: string, path: string): FlinkError {
  if (error instanceof FlinkError) return error;
  if (error === 'answer') {
    return new FlinkError('timeout', `${url} did not finish its answer to ${path} in time.`, tryLater);
  }
  const code = codeOf(error);
  const [kind, problem, remedy] = reasons[code] ?? byPattern(code, error);
  return new FlinkError(kind, `${url} ${problem}${code === '' ? '' : ` (${code})`}.`, remedy);
}

type Reason = readonly [kind: FlinkErrorKind, problem: string, remedy: string];

const tryLater = 'Try again when the cluster has less to do, or check the network between.';
const checkAddress = 'Check host and port, and that the JobManager is running.';
const checkUrl = 'Check that the URL is that of a Flink JobManager, as in http://localhost:8081.';

const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: ['refused', 'refused the connection', checkAddress],
  ENOTFOUND: ['unreachable', 'has a host name that is not known', 'Check the host, or the network.'],
  EAI_AGAIN: ['unreachable', 'has a host name that cannot be looked up now', 'Check the network.'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'did not take the connection in time', checkAddress],
  ETIMEDOUT: ['timeout', 'did not take the connection in time', checkAddress],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'did not answer in time', tryLater],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'stopped in the middle of an answer', tryLater],
  UND_ERR_HEADERS_OVERFLOW: ['tooLarge', 'sent headers above the limit', checkUrl],
  HPE_HEADER_OVERFLOW: ['tooLarge', 'sent headers above the limit', checkUrl],
  UND_ERR_RES_EXCEEDED_MAX_SIZE: ['tooLarge', 'sent an answer above the limit', checkUrl],
  ECONNRESET: ['unreachable', 'cut the connection', checkAddress],
  EPIPE: ['unreachable', 'cut the connection', checkAddress],
  UND_ERR_SOCKET: ['unreachable', 'cut the connection', checkAddress],
  EPROTO: ['certificate', 'does not speak TLS as asked', 'Check whether it is http instead of https.'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['certificate', 'does not speak TLS', 'Use http instead of https.'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'certificate',
    'has a certificate for another host name',
    'Use the name that the certificate is for.',
  ],
};

const trustIt =
  'Name the PEM file of the authority that signed it, or, on a network you trust, do not check it.';

function byPattern(code: string, error: unknown): Reason {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL/.test(code)) {
    return ['certificate', 'has a certificate that is not trusted', trustIt];
  }
  if (/^HPE_/.test(code) || (error instanceof Error && error.name === 'HTTPParserError')) {
    return ['notFlink', 'does not answer in HTTP', checkUrl];
  }
  if (/\b407\b/.test(error instanceof Error ? error.message : '')) {
    return [
      'unauthorized',
      'is behind a proxy that wants a user and password',
      'Put them into the URL of the proxy.',
    ];
  }
  return ['unreachable', 'cannot be reached', checkAddress];
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
