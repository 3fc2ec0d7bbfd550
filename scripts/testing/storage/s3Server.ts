import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsV4Signer } from 'aws4fetch';
import { repository } from '../../vscode/repository.js';
import { cached } from '../cache.js';
import { Daemon, runProgram } from '../daemon.js';
import { freePorts } from '../freePorts.js';

const source = join(repository, 'scripts/testing/storage/versitygw');

/** Without what debuggers need. */
const buildArguments = ['-buildvcs=false', '-gcflags=all=-dwarf=false', '-ldflags=-s'];

/** Builds the server, a minute or two, unless these same sources were built before. Gives the program. @throws Error */
async function builtServer(): Promise<string> {
  const folder = await cached(`versitygw-${fingerprint(source)}`, async (work) => {
    const made = join(work, 'made');
    await runProgram('go', ['build', '-C', source, ...buildArguments, '-o', join(made, 's3server'), '.'], {
      // The compiler collects its garbage less often.
      env: { CGO_ENABLED: '0', GOGC: '400' },
      need: 'The tests of S3 build their server and need Go 1.25 or newer for that (https://go.dev/dl).',
    });
    return made;
  });
  return join(folder, 's3server');
}

/** Of the program and of the version of each module that it is built with. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

/** A real S3-compatible server on 127.0.0.1, whose objects are files in a folder. */
export class S3Server {
  readonly accessKeyId = 'A-KEY-OF-THE-TESTS';
  readonly secretAccessKey = 'a-secret-of-the-tests';
  readonly endpoint: string;
  private readonly data: string;
  private daemon: Daemon | undefined;

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly diskMegabytes: number | undefined,
  ) {
    this.data = join(folder, 'data');
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /**
   * @param diskMegabytes its disk is so small, and made of memory; this needs Linux. Its objects end with it then.
   * @throws Error that says what is missing when it cannot be started.
   */
  static async start({ diskMegabytes }: { readonly diskMegabytes?: number } = {}): Promise<S3Server> {
    const program = await builtServer();
    const folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-s3-'));
    const [port] = await freePorts(1);
    const server = new S3Server(program, folder, port!, diskMegabytes);
    await mkdir(server.data);
    await server.restart();
    return server;
  }

  /** A new, empty bucket. */
  async makeBucket(name: string): Promise<void> {
    await this.call('PUT', name);
  }

  /** The keys of multipart uploads that are neither complete nor aborted. */
  async unfinishedUploads(bucket: string): Promise<string[]> {
    const text = await this.call('GET', `${bucket}?uploads=`);
    return [...text.matchAll(/<Upload>.*?<Key>(.*?)<\/Key>/gs)].map(([, key]) => key!);
  }

  /** A request for what a storage never does. @throws Error unless it succeeds. */
  private async call(method: string, path: string): Promise<string> {
    const { accessKeyId, secretAccessKey, endpoint } = this;
    const signer = new AwsV4Signer({
      method,
      url: `${endpoint}/${path}`,
      accessKeyId,
      secretAccessKey,
      service: 's3',
      region: 'us-east-1',
    });
    const { url, headers } = await signer.sign();
    const response = await fetch(url, { method, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  async kill(): Promise<void> {
    await this.daemon?.kill();
  }

  pause(): void {
    this.daemon?.pause();
  }

  resume(): void {
    this.daemon?.resume();
  }

  /** Starts it again with the same buckets at the same port. */
  async restart(): Promise<void> {
    await this.kill();
    const command = [this.program, `127.0.0.1:${this.port}`, this.data];
    const [program, ...args] =
      this.diskMegabytes === undefined ? command : onSmallDisk(this.data, this.diskMegabytes, command);
    this.daemon = Daemon.start(program!, args, {
      log: join(this.folder, 's3.log'),
      env: { ROOT_ACCESS_KEY: this.accessKeyId, ROOT_SECRET_KEY: this.secretAccessKey },
    });
    // It does not know who asks, and says so once it is there.
    await this.daemon.until('the S3 server answers', async () => (await fetch(this.endpoint)).status === 403);
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The command in a name space of its own, where `folder` is a small file system in memory. */
function onSmallDisk(folder: string, megabytes: number, command: readonly string[]): string[] {
  const script = `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`;
  return ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, folder, ...command];
}
