import { messageOf } from '../../errors.js';
import { StorageError } from '../storage.js';

const transient: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it cannot be reached in time',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  EAI_AGAIN: 'its name cannot be looked up now',
};

const lasting: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name',
  EPROTO: 'it does not speak TLS, as if it were http',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS, as if it were http',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted. Name its authority in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted. Name its authority in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not trusted. Name its authority in NODE_EXTRA_CA_CERTS',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** What an error of a connection means, in words that follow the name of the other side; what Node says where there are none. */
export function whyNotConnected(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return transient[code] ?? lasting[code] ?? messageOf(error);
}

/** What an error below HTTP means. */
export function socketError(error: unknown, url: URL): StorageError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const reason = code.startsWith('HPE_') ? 'it does not speak HTTP' : whyNotConnected(error);
  return new StorageError(`no answer from ${url.host}: ${reason}`, {
    cause: error,
    isTransient: Object.hasOwn(transient, code),
    isRefused: !Object.hasOwn(transient, code),
  });
}
