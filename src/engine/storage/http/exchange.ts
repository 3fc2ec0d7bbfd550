import type { IncomingHttpHeaders } from 'node:http';

/** One HTTP request, and what its answer may cost. */
export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Called before so many bytes of the body go out; may wait. That time is not the server's. */
  readonly beforeBytes?: ((bytes: number) => Promise<void>) | undefined;
  /** At most so many bytes of the body go out at once. */
  readonly stepBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gets the bytes of a good answer as they come, each stretch valid until it returns; the answer has none then. */
  readonly take?: ((bytes: Uint8Array) => void) | undefined;
  /** A longer answer is an error, unless it says what is wrong. */
  readonly bytesMax: number;
  /** Whether the request moves a file, and so may take any time as long as bytes move. */
  readonly movesFile?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** How long a server may take, ms. */
export interface TimeLimits {
  /** Without a sign of life: no byte taken, none given. */
  readonly silence: number;
  /** Such a silence that is worth a word. */
  readonly noticedSilence: number;
  /** For all of a request that moves no file. */
  readonly smallRequest: number;
}

export const defaultLimits: TimeLimits = { silence: 30_000, noticedSilence: 5_000, smallRequest: 60_000 };

/** A server has given no sign of life since then, Unix time in ms; so long after that it is given up, ms. */
export type OnSilence = (host: string, since: number, limit: number) => void;

/** Longest answer to a request that asks for no file: a listing of some ten thousand names. */
export const smallAnswerBytes = 16 << 20;

/** Longest answer that says what is wrong; a DataNode adds a stack trace. */
export const errorBytes = 1 << 20;
