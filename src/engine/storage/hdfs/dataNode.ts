import type { Answer } from '../http/exchange.js';
import { StorageError } from '../storage.js';
import { hdfsError } from './remoteException.js';

/**
 * Where the NameNode sends a reader or writer: in the body when it heeds `noredirect=true`, in the header when it is
 * too old for that. The name is the DataNode's own and may be any host; that is how HDFS works. Nothing of ours goes
 * along that is not in the address already.
 *
 * @throws StorageError for an answer without one, or one that no DataNode of a sound cluster has.
 */
export function dataNodeUrl({ status, headers, body }: Answer, nameNode: URL): URL {
  const given = status === 307 ? headers.location : status === 200 ? locationIn(body) : undefined;
  if (given === undefined) throw hdfsError(status, body, nameNode.host);
  let url: URL;
  try {
    url = new URL(given, nameNode);
  } catch {
    throw new StorageError(`${nameNode.host} names a DataNode by an address that is none`);
  }
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.username !== '' || !url.pathname.includes('/webhdfs/v1/')) {
    throw new StorageError(`${nameNode.host} sends on to ${url.protocol}//${url.host}, which is no DataNode`);
  }
  if (nameNode.protocol === 'https:' && url.protocol === 'http:') {
    throw new StorageError(`${nameNode.host} is asked over TLS and sends on to ${url.host} without it`);
  }
  return url;
}

function locationIn(body: Uint8Array): string | undefined {
  try {
    const { Location: location } = JSON.parse(new TextDecoder().decode(body)) as {
      readonly Location?: unknown;
    };
    return typeof location === 'string' ? location : undefined;
  } catch {
    return undefined;
  }
}
