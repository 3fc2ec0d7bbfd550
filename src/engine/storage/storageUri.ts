import { basename, dirname, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.js';

/** A place for checkpoints. `uri` is how a person writes it; reading it again gives the same place. */
export type StorageLocation = FolderLocation | HdfsLocation | S3Location;

export interface FolderLocation {
  readonly kind: 'folder';
  /** An absolute path. */
  readonly uri: string;
}

export interface HdfsLocation {
  readonly kind: 'hdfs';
  readonly uri: string;
  /** WebHDFS of the NameNode or of a gateway, as `http://namenode:9870/webhdfs/v1`. */
  readonly endpoint: string;
  /** Absolute, not percent-encoded. */
  readonly path: string;
}

export interface S3Location {
  readonly kind: 's3';
  readonly uri: string;
  readonly bucket: string;
  /** Of all keys, without `/` at its ends; may be empty. */
  readonly prefix: string;
}

const examples =
  'a folder, file:///folder, hdfs://namenode:9870/folder (also webhdfs:, swebhdfs:, http(s)://…/webhdfs/v1/folder) ' +
  'or s3://bucket/prefix';

const s3Credentials = 'Credentials come from the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
const hdfsCredentials = 'Credentials come from the environment: HADOOP_USER_NAME or HADOOP_TOKEN.';

/** Ports of WebHDFS when a URI names none: those of Hadoop 3. */
const defaultPorts = { http: 9870, https: 9871 };
/** Ports where a NameNode usually speaks its own protocol, which is not HTTP. */
const rpcPorts = ['8020', '9000', '9820'];

interface Parts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/**
 * The place that a person means by a path or a URI.
 *
 * @throws UsageError that says what is wrong with it; never repeats a password or a token.
 */
export function parseStorageUri(text: string): StorageLocation {
  if (text.startsWith('file:')) return { kind: 'folder', uri: folderOf(text) };
  const [, scheme, authority = '', path = '', rest = ''] =
    /^([a-z][a-z\d+.-]+):\/\/([^/?#]*)([^?#]*)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined) return { kind: 'folder', uri: resolve(text) };
  if (authority.includes('@') || rest !== '') {
    const uri = `${scheme}://${authority.replace(/^.*@/s, '…@')}${path}`;
    const wrong = authority.includes('@')
      ? `${uri}: a storage URI takes no user or password.`
      : `${uri}: a storage URI takes no “?” or “#”.`;
    throw new UsageError(`${wrong} ${isS3(scheme) ? s3Credentials : hdfsCredentials}`);
  }
  return parseParts({ scheme: scheme.toLowerCase(), authority, path }, text);
}

function parseParts(parts: Parts, text: string): StorageLocation {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\\]/.test(text) || parts.path.split('/').some((name) => /^\.\.?$/.test(name))) {
    throw new UsageError(
      `${JSON.stringify(text)}: a storage path has no “.”, “..”, “\\” or control characters.`,
    );
  }
  switch (parts.scheme) {
    case 's3':
    case 's3a':
      return s3Location(parts, text);
    case 'hdfs':
    case 'webhdfs':
      return hdfsLocation('http', parts, text);
    case 'swebhdfs':
      return hdfsLocation('https', parts, text);
    case 'http':
    case 'https':
      return gatewayLocation(parts.scheme, parts, text);
    default:
      throw new UsageError(`${text}: checkpoints cannot be kept in “${parts.scheme}:”. Give ${examples}.`);
  }
}

/**
 * Where a checkpoint lies, by its folder's path or URI: `STORAGE/RUN/chk-N`, or any other folder for a savepoint, which may
 * have been moved.
 *
 * @throws UsageError
 */
export function checkpointLocation(text: string): {
  readonly storage: StorageLocation;
  /** Relative to the storage. */
  readonly folder: string;
} {
  const location = parseStorageUri(text);
  const { uri } = location;
  const levels = /chk-\d+\/*$/.test(uri) ? 2 : 1;
  if (location.kind === 'folder') {
    const names = levels === 2 ? [basename(dirname(uri)), basename(uri)] : [basename(uri)];
    const storage = levels === 2 ? dirname(dirname(uri)) : dirname(uri);
    return { storage: { kind: 'folder', uri: storage }, folder: names.join('/') };
  }
  const pattern = levels === 2 ? /^(.*[^/])\/+([^/]+\/+[^/]+)$/s : /^(.*[^/])\/+([^/]+)$/s;
  const [, storage, folder] = pattern.exec(uri) ?? [];
  if (storage === undefined || storage.endsWith(':')) {
    throw new UsageError(
      `${text}: is no checkpoint's folder. Give one, as in STORAGE/run-…/chk-3, or “latest”.`,
    );
  }
  return { storage: parseStorageUri(storage), folder: folder!.replaceAll(/\/+/g, '/') };
}

function folderOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new UsageError(
      `${uri}: is no file: URI of this machine. Write file:///FOLDER, or the path itself.`,
    );
  }
}

function isS3(scheme: string): boolean {
  return /^s3a?$/i.test(scheme);
}

function s3Location({ authority: bucket, path }: Parts, text: string): S3Location {
  if (!/^[a-z\d][a-z\d._-]*$/i.test(bucket)) {
    throw new UsageError(
      bucket === ''
        ? `${text}: names no bucket. Write s3://BUCKET/PREFIX; the server comes from AWS_ENDPOINT_URL.`
        : `${text}: “${bucket}” is no bucket's name. Write s3://BUCKET/PREFIX; the server comes from AWS_ENDPOINT_URL.`,
    );
  }
  const prefix = trimSlashes(path);
  return { kind: 's3', uri: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`, bucket, prefix };
}

function hdfsLocation(
  protocol: 'http' | 'https',
  { scheme, authority, path }: Parts,
  text: string,
): HdfsLocation {
  const { hostname, port } = serverOf(protocol, authority, text);
  if (scheme === 'hdfs' && rpcPorts.includes(port)) {
    throw new UsageError(
      `${text}: port ${port} is the NameNode's own protocol. Give its web port, as in hdfs://${hostname}:${defaultPorts.http}/folder.`,
    );
  }
  const server = `${hostname}:${port === '' ? defaultPorts[protocol] : port}`;
  const folder = folderPath(path, text);
  return {
    kind: 'hdfs',
    uri: `${scheme}://${server}${folder}`,
    endpoint: `${protocol}://${server}/webhdfs/v1`,
    path: folder,
  };
}

/** WebHDFS by its own URL, which may lead through a gateway such as Knox or HttpFS. */
function gatewayLocation(protocol: 'http' | 'https', { authority, path }: Parts, text: string): HdfsLocation {
  const [, before, encoded] = /^(.*?\/webhdfs\/v1)(\/.*)?$/s.exec(path) ?? [];
  if (before === undefined) {
    throw new UsageError(
      `${text}: a web address is a storage only if it is WebHDFS, ${protocol}://HOST/webhdfs/v1/FOLDER. ` +
        'For an S3-compatible server write s3://BUCKET/PREFIX and set AWS_ENDPOINT_URL.',
    );
  }
  const { host } = serverOf(protocol, authority, text);
  const endpoint = `${protocol}://${host}${before}`;
  const folder = folderPath(decoded(encoded ?? '', text), text);
  return { kind: 'hdfs', uri: endpoint + encodePath(folder), endpoint, path: folder };
}

function serverOf(protocol: string, authority: string, text: string): URL {
  if (authority === '') {
    throw new UsageError(`${text}: names no NameNode. Write hdfs://NAMENODE:${defaultPorts.http}/FOLDER.`);
  }
  try {
    return new URL(`${protocol}://${authority}`);
  } catch {
    throw new UsageError(`${text}: “${authority}” is no host and port.`);
  }
}

function folderPath(path: string, text: string): string {
  const folder = trimSlashes(posix.normalize(path));
  if (folder === '' || folder === '.') {
    throw new UsageError(`${text}: names no folder. Add one, as in …/user/me/checkpoints.`);
  }
  return `/${folder}`;
}

function decoded(path: string, text: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new UsageError(`${text}: “%” must begin two hexadecimal digits.`);
  }
}

/** Each name of a path percent-encoded, for a URL. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((name) =>
      encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
