import type { Answer } from '../http/exchange.js';
import { StorageError } from '../storage.js';
import { S3Error } from './s3Error.js';
import { elements, textOf } from './xml.js';

type Ask = (query: Readonly<Record<string, string>>) => Promise<Answer>;

/** 1,000 names each: far more than a job's checkpoints have, so that a server that never ends is given up. */
const pagesMax = 1000;

/**
 * Keys that begin with `prefix`; with `oneLevel` those without a further `/`, and the folders, which end with one
 * (ListObjectsV2).
 */
export async function listBucket(ask: Ask, prefix: string, oneLevel: boolean): Promise<string[]> {
  const found: string[] = [];
  let after: Readonly<Record<string, string>> = {};
  for (let page = 0; page < pagesMax; page++) {
    const xml = textOfAnswer(
      await ask({ 'list-type': '2', prefix, ...(oneLevel ? { delimiter: '/' } : {}), ...after }),
    );
    for (const element of [...elements(xml, 'Contents'), ...elements(xml, 'CommonPrefixes')]) {
      const name = textOf(element, 'Key') ?? textOf(element, 'Prefix');
      if (name?.startsWith(prefix)) found.push(name);
    }
    const token = textOf(xml, 'NextContinuationToken');
    if (textOf(xml, 'IsTruncated') !== 'true' || token === undefined) return found;
    after = { 'continuation-token': token };
  }
  throw new StorageError(`the listing of ${prefix} does not end`);
}

/** Multipart uploads that nobody has completed, of an object or of all in a folder (ListMultipartUploads). */
export async function unfinishedUploads(
  ask: Ask,
  key: string,
): Promise<{ readonly key: string; readonly id: string }[]> {
  // Only housekeeping: some servers cannot list them, some keys may not.
  const answer = await ask({ uploads: '', prefix: key }).catch((error: unknown) => {
    if (error instanceof S3Error && !error.isTransient) return undefined;
    throw error;
  });
  if (!answer) return [];
  return elements(textOfAnswer(answer), 'Upload').flatMap((upload) => {
    const found = textOf(upload, 'Key');
    const id = textOf(upload, 'UploadId');
    const isOurs = found !== undefined && (found === key || found.startsWith(`${key}/`));
    return isOurs && id !== undefined ? [{ key: found, id }] : [];
  });
}

function textOfAnswer({ body }: Answer): string {
  return new TextDecoder().decode(body);
}
