import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, Daemon, freePorts, runProgram } from './daemon.js';

const version = '1.8.0';
const home = join(cacheFolder, `versitygw-${version}`);
const binary = join(home, 'versitygw');

/** Builds the server from its own Go module unless that was done before: some minutes. @throws Error */
async function install(): Promise<void> {
  if (existsSync(binary)) return;
  const building = `${home}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  await runProgram('go', ['install', `github.com/versity/versitygw/cmd/versitygw@v${version}`], {
    env: { GOBIN: building },
    need: 'The tests of S3 build their server and need Go 1.25 or newer for that (https://go.dev/dl).',
  });
  renameSync(building, home);
}

/** A real S3-compatible server on 127.0.0.1, whose objects are files in a folder. */
export class S3Server {
  readonly accessKeyId = 'checkpoint-lens';
  readonly secretAccessKey = 'a-secret-of-the-tests';
  readonly endpoint: string;
  private daemon: Daemon | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly data: string,
  ) {
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /**
   * @param data where the buckets are; by default a folder of the server's own.
   * @throws Error that says what is missing when it cannot be started.
   */
  static async start(data?: string): Promise<S3Server> {
    await install();
    const folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-s3-'));
    const [port] = await freePorts(1);
    const server = new S3Server(folder, port!, data ?? join(folder, 'data'));
    await mkdir(server.data, { recursive: true });
    await server.restart();
    return server;
  }

  /** A new, empty bucket. */
  async makeBucket(name: string): Promise<void> {
    await mkdir(join(this.data, name));
  }

  /** Where an object's bytes lie on the disk. */
  file(bucket: string, key: string): string {
    return join(this.data, bucket, key);
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
    this.daemon = Daemon.start(binary, ['--port', `127.0.0.1:${this.port}`, 'posix', this.data], {
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
