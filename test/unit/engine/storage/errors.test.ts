import { describe, expect, it } from 'vitest';
import { hdfsIdentity, s3Server } from '../../../../src/engine/storage/environment.js';
import { hdfsError } from '../../../../src/engine/storage/hdfs/remoteException.js';
import { socketError } from '../../../../src/engine/storage/http/socketError.js';
import { s3Error } from '../../../../src/engine/storage/s3/s3Error.js';

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

function remote(exception: string, message: string): Uint8Array {
  return bytes(JSON.stringify({ RemoteException: { exception, javaClassName: `x.${exception}`, message } }));
}

describe('what HDFS answers', () => {
  it.each([
    [
      403,
      'AccessControlException',
      'Permission denied: user=alice, access=WRITE',
      false,
      /^no permission there \(Permission denied: user=alice.*HADOOP_USER_NAME/,
    ],
    [
      403,
      'DSQuotaExceededException',
      'The DiskSpace quota of /small is exceeded',
      false,
      /quota is used up.*Make room/,
    ],
    [404, 'FileNotFoundException', 'File does not exist: /zz', false, /^there is no such file or folder$/],
    [403, 'FileAlreadyExistsException', '/a already exists', false, /^it is there already$/],
    [403, 'ParentNotDirectoryException', '/c/a (is not a directory)', false, /part of the path is a file/],
    [
      400,
      'IllegalArgumentException',
      'Invalid value for webhdfs parameter "user.name"',
      false,
      /Invalid value.*\(IllegalArgumentException\)$/,
    ],
    [403, 'InvalidToken', 'token (token for me: …) is expired', false, /HADOOP_TOKEN does not hold.*fetchdt/],
    [
      403,
      'SafeModeException',
      'Cannot create /s. Name node is in safe mode.',
      true,
      /^the NameNode is in safe mode/,
    ],
    [
      403,
      'StandbyException',
      'Operation category WRITE is not supported in state standby',
      true,
      /on standby/,
    ],
    [403, 'RetriableException', 'try again', true, /try again \(RetriableException\)/],
    [
      403,
      'EOFException',
      'End of File Exception between local host is: "vm/127.0.0.1"; destination host is: "localhost":35631; : java.io.EOFException; For more details see: http://wiki.apache.org/hadoop/EOFException',
      true,
      /^namenode:9870 has no connection to the NameNode \(EOFException\)$/,
    ],
    [
      403,
      'ConnectException',
      'Call From vm/127.0.0.1 to localhost:35631 failed on connection exception: java.net.ConnectException: Connection refused; For more details see: http://wiki.apache.org/hadoop/ConnectionRefused',
      true,
      /^namenode:9870 has no connection to the NameNode \(ConnectException\)$/,
    ],
    [
      403,
      'IOException',
      'All datanodes [D[127.0.0.1:1,DS-1,DISK]] are bad. Aborting...',
      true,
      /^the DataNode that took the data has failed$/,
    ],
    [
      403,
      'IOException',
      'File /a could only be written to 0 of the 1 minReplication nodes.',
      true,
      /no DataNode takes the data: they are full or not there/,
    ],
  ])('%i %s: %s', (status, exception, message, isTransient, text) => {
    const error = hdfsError(status, remote(exception, message), 'namenode:9870');
    expect(error.message).toMatch(text);
    expect(error.isTransient).toBe(isTransient);
  });

  it.each([
    [403, 'AccessControlException', true],
    [403, 'InvalidToken', true],
    [401, 'AuthenticationException', true],
    [403, 'StandbyException', false],
    [404, 'FileNotFoundException', false],
  ])('%i %s lets nobody in: %s', (status, exception, isRefused) => {
    expect(hdfsError(status, remote(exception, ''), 'namenode:9870').isRefused).toBe(isRefused);
  });

  it('is told in one line, without the stack trace of a DataNode', () => {
    const error = hdfsError(
      403,
      remote('IOException', 'Something broke.\n\tat org.apache.A.b(A.java:1)\n\tat x'),
      'n',
    );
    expect(error.message).toBe('Something broke (IOException)');
  });

  it.each([
    [401, '<html>Authentication required</html>', false, /wants Kerberos.*HADOOP_TOKEN/],
    [
      404,
      '<html>nginx</html>',
      false,
      /answered with HTTP status 404, and not as WebHDFS does\. Give the web address/,
    ],
    [502, '', true, /answered with HTTP status 502/],
    [200, '{"RemoteException":{"exception":3}}', false, /not as WebHDFS does/],
    [403, '[]', false, /not as WebHDFS does/],
    [403, 'null', false, /not as WebHDFS does/],
  ])('%i %s', (status, body, isTransient, text) => {
    const error = hdfsError(status, bytes(body), 'namenode:9870');
    expect(error.message).toMatch(text);
    expect(error.isTransient).toBe(isTransient);
  });
});

describe('what S3 answers', () => {
  const setting = {
    host: 's3.example',
    bucket: 'bucket',
    region: 'us-east-1',
    secrets: ['hidden', 'AKIA1', ''],
  };
  const answer = (status: number, code: string, message = '', headers = {}) => ({
    status,
    headers,
    body: bytes(
      code === ''
        ? ''
        : `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    ),
  });

  it.each([
    [404, 'NoSuchBucket', false, /there is no bucket “bucket” at s3\.example\. Make it/],
    [403, 'AccessDenied', false, /no permission for that in the bucket/],
    [403, 'InvalidAccessKeyId', false, /does not know the key in AWS_ACCESS_KEY_ID/],
    [403, 'SignatureDoesNotMatch', false, /AWS_SECRET_ACCESS_KEY/],
    [
      400,
      'ExpiredToken',
      false,
      /the credentials have expired\. Get new ones and start again with --restore latest/,
    ],
    [400, 'InvalidToken', false, /AWS_SESSION_TOKEN/],
    [403, 'RequestTimeTooSkewed', false, /the clock of this machine/],
    [507, 'XMinioStorageFull', false, /the storage is full/],
    [409, 'ConditionalRequestConflict', true, /ConditionalRequestConflict/],
    [503, 'SlowDown', true, /SlowDown/],
    [500, 'InternalError', true, /InternalError/],
    [400, 'RequestTimeout', true, /RequestTimeout/],
    [200, 'InternalError', true, /InternalError/],
    [502, '', true, /HTTP status 502/],
    [403, '', false, /no permission/],
    [404, '', false, /there is no such object/],
    [418, '', false, /not as S3 does\. Look at AWS_ENDPOINT_URL/],
    [302, '', false, /not as S3 does/],
    [307, '', false, /sends on to another address/],
  ])('%i %s', (status, code, isTransient, text) => {
    const error = s3Error(answer(status, code), setting);
    expect(error.message).toMatch(text);
    expect(error.isTransient).toBe(isTransient);
  });

  it.each([
    [403, 'AccessDenied', true],
    [403, '', true],
    [400, 'ExpiredToken', true],
    [301, 'PermanentRedirect', true],
    [404, 'NoSuchKey', false],
    [503, 'SlowDown', false],
  ])('%i %s lets nobody in: %s', (status, code, isRefused) => {
    expect(s3Error(answer(status, code), setting).isRefused).toBe(isRefused);
  });

  it.each([
    [undefined, /^s3\.example does not know the key in AWS_ACCESS_KEY_ID$/],
    ['sent' as const, /with the token in AWS_SESSION_TOKEN: they may have expired\. Get new ones$/],
    ['missing' as const, /which is a temporary one\. Set AWS_SESSION_TOKEN too$/],
  ])('says of a key that is not known what is wrong with its token: %s', (token, text) => {
    expect(s3Error(answer(403, 'InvalidAccessKeyId'), { ...setting, token }).message).toMatch(text);
  });

  it('names the region that a bucket is in', () => {
    const elsewhere = answer(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'eu-west-3' });
    expect(s3Error(elsewhere, setting).message).toMatch(
      /not in the region us-east-1\. Set AWS_REGION=eu-west-3/,
    );
  });

  it('is told without the credentials that a server repeats', () => {
    const error = s3Error(answer(400, 'Odd', 'the key AKIA1 and hidden &amp; more'), setting);
    expect(error.message).toBe('the key … and … & more (Odd)');
  });
});

describe('credentials come from the environment', () => {
  it.each([
    [{ HADOOP_USER_NAME: 'alice' }, { 'user.name': 'alice' }],
    [{ HADOOP_USER_NAME: 'alice', HADOOP_TOKEN: 'abc' }, { delegation: 'abc' }],
  ])('of HDFS: %o', (environment, identity) => {
    expect(hdfsIdentity(environment)).toEqual(identity);
  });

  it('of HDFS, or it is the user of this machine', () => {
    expect(hdfsIdentity({})).toHaveProperty(['user.name']);
  });

  const key = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

  it('of S3, with the server', () => {
    const { credentials, region, endpoint } = s3Server({
      ...key,
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-3',
      AWS_ENDPOINT_URL: 'http://other',
      AWS_ENDPOINT_URL_S3: 'http://minio:9000/base',
    });
    expect(credentials).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
    expect([region, endpoint?.href]).toEqual(['eu-west-3', 'http://minio:9000/base']);
    expect(s3Server(key)).toMatchObject({ region: 'us-east-1', endpoint: undefined });
  });

  it.each([
    [{}, /set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.*aws configure export-credentials/],
    [
      { ...key, AWS_ENDPOINT_URL: 'http://me:hidden@minio' },
      /AWS_ENDPOINT_URL: give a web address without a user/,
    ],
    [{ ...key, AWS_ENDPOINT_URL: 'minio:9000' }, /AWS_ENDPOINT_URL/],
  ])('of S3, or it is said what is missing: %o', (environment, message) => {
    expect(() => s3Server(environment)).toThrow(message);
    expect(() => s3Server(environment)).not.toThrow(/hidden/);
  });
});

describe('what an error below HTTP means', () => {
  it.each([
    ['ECONNREFUSED', true, false],
    ['ENOTFOUND', false, true],
    ['CERT_HAS_EXPIRED', false, true],
  ])('%s: it may pass: %s; nobody got so far as to see what is there: %s', (code, isTransient, isRefused) => {
    const error = socketError(Object.assign(new Error(code), { code }), new URL('http://datanode-1:9864/'));
    expect(error).toMatchObject({ isTransient, isRefused });
  });
});
