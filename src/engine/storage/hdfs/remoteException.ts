import { StorageError } from '../storage.js';

/** What a NameNode or DataNode says when it will not do something. */
export interface RemoteException {
  /** Java's name of it, without the package: the status alone says little, 403 being any IOException. */
  readonly exception: string;
  /** Without the stack trace that a DataNode adds. */
  readonly message: string;
}

/**
 * Those that no second try cures. All others that come with 403 are Java's `IOException`s of many names, and nearly all
 * of them mean that a server starts, fails over or has lost another one.
 */
const lastingExceptions = new Set([
  'AccessControlException',
  'AuthorizationException',
  'DSQuotaExceededException',
  'NSQuotaExceededException',
  'QuotaExceededException',
  'QuotaByStorageTypeExceededException',
  'FileNotFoundException',
  'FileAlreadyExistsException',
  'ParentNotDirectoryException',
  'PathIsNotEmptyDirectoryException',
  'PathIsNotDirectoryException',
  'FSLimitException',
  'MaxDirectoryItemsExceededException',
  'PathComponentTooLongException',
  'InvalidToken',
  'SecretManager$InvalidToken',
  'UnresolvedPathException',
  'SnapshotAccessControlException',
  'HadoopIllegalArgumentException',
]);

/** Those by which somebody is not let in. */
const refusals = new Set([
  'AccessControlException',
  'AuthenticationException',
  'AuthorizationException',
  'InvalidToken',
  'SecretManager$InvalidToken',
  'SnapshotAccessControlException',
]);

/** Reads `{"RemoteException": …}`; `undefined` when the body is anything else. */
export function parseRemoteException(body: Uint8Array): RemoteException | undefined {
  const text = new TextDecoder().decode(body.subarray(0, 1 << 20));
  try {
    const { RemoteException: found } = JSON.parse(text) as {
      readonly RemoteException?: { readonly exception?: unknown; readonly message?: unknown };
    };
    if (typeof found?.exception !== 'string') return undefined;
    const message = typeof found.message === 'string' ? found.message : '';
    return {
      exception: found.exception,
      message: oneLine(message.split(/\n\s*at /)[0]!),
    };
  } catch {
    return undefined;
  }
}

/** What a failed WebHDFS request means, and what to do about it. */
export function hdfsError(status: number, body: Uint8Array, host: string): StorageError {
  const remote = parseRemoteException(body);
  if (!remote) return unspokenError(status, host);
  const { exception, message } = remote;
  return new StorageError(reasonOf(exception, message, host), {
    isTransient: (status === 403 || status >= 500) && !lastingExceptions.has(exception),
    isRefused: status === 401 || refusals.has(exception),
  });
}

function reasonOf(exception: string, message: string, host: string): string {
  switch (exception) {
    case 'AccessControlException':
      return `no permission there (${message}). Set HADOOP_USER_NAME, or name another folder with --storage`;
    case 'DSQuotaExceededException':
    case 'NSQuotaExceededException':
    case 'QuotaExceededException':
    case 'QuotaByStorageTypeExceededException':
      return `the folder's quota is used up (${message}). Make room, or name another folder with --storage`;
    case 'FileNotFoundException':
      return 'there is no such file or folder';
    case 'FileAlreadyExistsException':
      return 'it is there already';
    case 'ParentNotDirectoryException':
      return 'part of the path is a file, not a folder. Name another folder with --storage';
    case 'SafeModeException':
      return 'the NameNode is in safe mode: it takes no changes until its DataNodes have reported, or someone ends it';
    case 'StandbyException':
      return 'that NameNode is on standby. Name the active one with --storage';
    case 'InvalidToken':
    case 'SecretManager$InvalidToken':
    case 'AuthenticationException':
      return `the token in HADOOP_TOKEN does not hold (${message}). Get a new one with “hdfs fetchdt”`;
    default:
      if (/could only be written to 0 of/.test(message)) {
        return `no DataNode takes the data: they are full or not there (${message})`;
      }
      if (/^(Call From|End of File Exception between) /.test(message)) {
        return `${host} has no connection to the NameNode (${exception})`;
      }
      if (/^All datanodes .* are bad/.test(message)) return 'the DataNode that took the data has failed';
      return `${message} (${exception})`;
  }
}

/** An answer that is not WebHDFS's own: of a gateway, of the authentication before it, of another program. */
function unspokenError(status: number, host: string): StorageError {
  if (status === 401) {
    return new StorageError(
      `${host} wants Kerberos. Get a delegation token with “hdfs fetchdt”, and set HADOOP_TOKEN to it`,
      { isRefused: true },
    );
  }
  const isTransient = status >= 500 || status === 429;
  return new StorageError(
    isTransient
      ? `${host} answered with HTTP status ${status}, and not as WebHDFS does`
      : `${host} answered with HTTP status ${status}, and not as WebHDFS does. Give the web address of an HDFS NameNode`,
    { isTransient, isRefused: !isTransient },
  );
}

/** Text of a server made fit for one line of an error. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:]+$/, '')
    .slice(0, 500);
}
