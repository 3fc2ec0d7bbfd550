import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/engine/errors.js';
import {
  checkpointLocation,
  encodePath,
  parseStorageUri,
} from '../../../../src/engine/storage/storageUri.js';

describe('a storage is named', () => {
  it.each([
    ['checkpoints', { kind: 'folder', uri: resolve('checkpoints') }],
    ['/tmp/check points', { kind: 'folder', uri: '/tmp/check points' }],
    ['file:///tmp/check%20points', { kind: 'folder', uri: '/tmp/check points' }],
    [
      'hdfs://namenode:9870/user/me/checkpoints',
      {
        kind: 'hdfs',
        uri: 'hdfs://namenode:9870/user/me/checkpoints',
        endpoint: 'http://namenode:9870/webhdfs/v1',
        path: '/user/me/checkpoints',
      },
    ],
    [
      'hdfs://namenode/a//b/',
      {
        kind: 'hdfs',
        uri: 'hdfs://namenode:9870/a/b',
        endpoint: 'http://namenode:9870/webhdfs/v1',
        path: '/a/b',
      },
    ],
    [
      'webhdfs://[::1]:50070/100%',
      {
        kind: 'hdfs',
        uri: 'webhdfs://[::1]:50070/100%',
        endpoint: 'http://[::1]:50070/webhdfs/v1',
        path: '/100%',
      },
    ],
    [
      'swebhdfs://namenode/a',
      {
        kind: 'hdfs',
        uri: 'swebhdfs://namenode:9871/a',
        endpoint: 'https://namenode:9871/webhdfs/v1',
        path: '/a',
      },
    ],
    [
      'https://knox:8443/gateway/default/webhdfs/v1/user/a%20b',
      {
        kind: 'hdfs',
        uri: 'https://knox:8443/gateway/default/webhdfs/v1/user/a%20b',
        endpoint: 'https://knox:8443/gateway/default/webhdfs/v1',
        path: '/user/a b',
      },
    ],
    ['s3://bucket', { kind: 's3', uri: 's3://bucket', bucket: 'bucket', prefix: '' }],
    ['s3://my.bucket/a/b/', { kind: 's3', uri: 's3://my.bucket/a/b', bucket: 'my.bucket', prefix: 'a/b' }],
    ['S3A://bucket/a', { kind: 's3', uri: 's3://bucket/a', bucket: 'bucket', prefix: 'a' }],
  ])('%s', (text, location) => {
    expect(parseStorageUri(text)).toEqual(location);
  });

  it('the same again by the URI that is read from it', () => {
    const names = fc.stringMatching(/^[\w %+&'()!é-]{1,12}$/).filter((name) => name.trim() !== '');
    const paths = fc.array(names, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const beginnings = ['hdfs://n:1/', 'webhdfs://n/', 'swebhdfs://n/', 's3://bucket/', '/'];
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), paths, (beginning, path) => {
        const location = parseStorageUri(beginning + path);
        expect(parseStorageUri(location.uri)).toEqual(location);
      }),
    );
    fc.assert(
      fc.property(paths, (path) => {
        const location = parseStorageUri(`http://n:1/webhdfs/v1${encodePath(`/${path}`)}`);
        expect(location).toMatchObject({ path: `/${path}` });
        expect(parseStorageUri(location.uri)).toEqual(location);
      }),
    );
  });
});

describe('a storage that cannot be is refused with what to do', () => {
  it.each([
    ['gs://bucket/a', /“gs:”.*a folder, file:.*hdfs:.*s3:/],
    ['s3://', /names no bucket\. Write s3:\/\/BUCKET/],
    ['s3:///a', /names no bucket/],
    ['s3://bu cket/a', /“bu cket” is no bucket's name/],
    ['hdfs:///user/me', /names no NameNode\. Write hdfs:\/\/NAMENODE:9870/],
    ['hdfs://namenode:9870', /names no folder/],
    ['hdfs://namenode:9870/', /names no folder/],
    ['hdfs://namenode:8020/a', /port 8020 is the NameNode's own protocol.*hdfs:\/\/namenode:9870/],
    ['hdfs://namenode:99999/a', /“namenode:99999” is no host and port/],
    ['https://example.org/bucket', /WebHDFS.*For an S3-compatible server write s3:/],
    ['http://n/webhdfs/v1/%zz', /“%” must begin/],
    ['hdfs://n/a/../b', /has no “\.”, “\.\.”/],
    ['s3://b/a\nb', /control characters/],
    ['file://elsewhere/a', /no file: URI of this machine/],
  ])('%s', (text, message) => {
    expect(() => parseStorageUri(text)).toThrow(UsageError);
    expect(() => parseStorageUri(text)).toThrow(message);
  });

  it.each([
    's3://AKIA1:hidden@bucket/a',
    's3://AKIA1:hid/den@bucket/a?x=hidden',
    'hdfs://me:hidden@namenode:9870/a',
    'hdfs://namenode:9870/a?delegation=hidden',
    'https://n/webhdfs/v1/a#hidden',
  ])('with credentials in it, without repeating them: %s', (text) => {
    expect(() => parseStorageUri(text)).toThrow(/Credentials come from the environment|no bucket's name/);
    expect(() => parseStorageUri(text)).not.toThrow(/hidden|AKIA1:hidden/);
  });
});

describe('a checkpoint is named', () => {
  it.each([
    ['/tmp/storage/run-1/chk-3', '/tmp/storage', 'run-1/chk-3'],
    ['/tmp/storage/run-1/chk-3/', '/tmp/storage', 'run-1/chk-3'],
    ['s3://bucket/run-1/chk-3', 's3://bucket', 'run-1/chk-3'],
    ['hdfs://n:1/a/run-1/chk-3', 'hdfs://n:1/a', 'run-1/chk-3'],
    // A savepoint, which may have been moved.
    ['/tmp/kept/mine', '/tmp/kept', 'mine'],
    ['s3://bucket/savepoint-1-2-3', 's3://bucket', 'savepoint-1-2-3'],
    ['hdfs://n:1/a/savepoint-1-2-3/', 'hdfs://n:1/a', 'savepoint-1-2-3'],
  ])('%s', (text, storage, folder) => {
    expect(checkpointLocation(text)).toMatchObject({ storage: { uri: storage }, folder });
  });

  it('and refused when it cannot be one', () => {
    expect(() => checkpointLocation('s3://bucket/chk-3')).toThrow(/is no checkpoint's folder/);
  });
});
