import { connect, type Socket } from 'node:net';
import { lineCodec } from '../channels/lineCodec.js';
import type { RingWriter } from '../channels/ring.js';
import type { SocketSource } from '../pipeline/connectors.js';
import { whyNotConnected } from '../storage/http/socketError.js';
import { backOffMs } from '../storage/retry.js';

const firstWaitMs = 100;
const longestWaitMs = 10_000;
/** A frame's head with the text's length; the words of text after it have four UTF-16 units each. */
const frameHeadWords = 1;
const unitsPerWord = 4;

export interface SocketLinesListener {
  /** Lines, or the end, are in the channel. */
  readonly written: () => void;
  readonly notice: (text: string) => void;
  readonly failed: (message: string) => void;
}

/**
 * Reads lines from a server into a channel. While the channel is full nothing is read, so the server waits. A connection
 * that breaks is made anew, after a wait that doubles with each failure.
 */
export class SocketLines {
  private readonly address: string;
  /** The longest line, in UTF-16 units, that fits the channel. */
  private readonly longest: number;
  private socket: Socket | undefined;
  /** What has come of a line that is not over. */
  private rest = '';
  private readonly waiting: string[] = [];
  /** Connections in a row that broke or were never made. */
  private failures = 0;
  /** Whether the last connection that was made was closed by the server in order. */
  private closedInOrder = false;
  private state: 'reading' | 'ending' | 'over' = 'reading';

  constructor(
    private readonly source: Pick<SocketSource, 'host' | 'port' | 'retries'>,
    private readonly channel: RingWriter,
    private readonly listener: SocketLinesListener,
  ) {
    this.address = `${source.host}:${source.port}`;
    this.longest = (channel.frameWordsMax - frameHeadWords) * unitsPerWord;
    this.connect();
  }

  /** The reader has made room: goes on. */
  roomMade(): void {
    if (this.passOn()) this.socket?.resume();
  }

  /** Lets go of the connection. */
  close(): void {
    this.state = 'over';
    this.socket?.destroy();
  }

  private connect(): void {
    const { host, port } = this.source;
    let failure = 'the server closed the connection';
    this.socket = connect(port, host)
      .setEncoding('utf8')
      .on('connect', () => {
        this.failures = 0;
        this.closedInOrder = false;
      })
      .on('data', (text: string) => this.take(text))
      .on('end', () => this.takeRest())
      .on('error', (error) => (failure = whyNotConnected(error)))
      .on('close', () => this.closed(failure));
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop()!;
    if ([this.rest, ...lines].some(({ length }) => length > this.longest)) {
      this.fail(`it sent a line of more than ${this.longest} characters`);
      return;
    }
    for (const line of lines) this.waiting.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (!this.passOn()) this.socket?.pause();
  }

  /** What stands after the last line end is a line as well, where the server has closed the connection in order. */
  private takeRest(): void {
    this.closedInOrder = true;
    if (this.rest !== '') this.take('\n');
  }

  private closed(failure: string): void {
    this.socket = undefined;
    this.rest = '';
    if (this.state !== 'reading') return;
    const policy = { tries: this.source.retries + 1, firstMs: firstWaitMs, longestMs: longestWaitMs };
    const wait = backOffMs(++this.failures, policy, Math.random());
    if (wait !== undefined) {
      if (this.failures === 1) this.listener.notice(`${this.address}: ${failure}. Connecting again.`);
      setTimeout(() => this.connect(), wait);
    } else if (this.closedInOrder) {
      this.state = 'ending';
      this.passOn();
    } else this.fail(failure);
  }

  /** Writes what waits into the channel; `false` while some of it finds no room. */
  private passOn(): boolean {
    let passed = 0;
    while (passed < this.waiting.length && this.write(this.waiting[passed]!)) passed++;
    this.waiting.splice(0, passed);
    const isDone = this.waiting.length === 0 && (this.state !== 'ending' || this.writeEnd());
    if (this.channel.flush()) this.listener.written();
    return isDone;
  }

  private write(line: string): boolean {
    return this.tryHard(() => this.channel.writeRecord(lineCodec, { line }));
  }

  private writeEnd(): boolean {
    if (!this.tryHard(() => this.channel.writeEnd())) return false;
    this.state = 'over';
    return true;
  }

  /** Tries once more after asking to be told of room: the reader may have made some in between. */
  private tryHard(write: () => boolean): boolean {
    if (write()) return true;
    if (this.channel.flush()) this.listener.written();
    this.channel.waitForRoom();
    return write();
  }

  private fail(reason: string): void {
    this.close();
    this.listener.failed(`${this.address}: ${reason}.`);
  }
}
