import * as l10n from '@vscode/l10n';

/**
 * What kept Flink's answer away:
 * `unreachable` no way to the host (name, network, connection cut); `timeout` no answer in time; `refused` nothing listens
 * at the address; `unauthorized` 401, 403 and a proxy's 407; `notFlink` something else answered; `tooLarge` body or headers
 * above the limit; `redirect` to elsewhere, or without end; `notFound` 404; `server` any other refusal by Flink itself;
 * `certificate` TLS did not come about.
 */
export type FlinkErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'refused'
  | 'unauthorized'
  | 'notFlink'
  | 'tooLarge'
  | 'redirect'
  | 'notFound'
  | 'server'
  | 'certificate';

/** A request that was not answered as it should be. The message says what, where and what to do, and has no credentials in it. */
export class FlinkError extends Error {
  override readonly name = 'FlinkError';

  /** `remedy`, a sentence, ends the message. */
  constructor(
    readonly kind: FlinkErrorKind,
    problem: string,
    remedy?: string,
  ) {
    super(remedy === undefined ? problem : l10n.t('{first} {next}', { first: problem, next: remedy }));
  }
}

/** Whether what kept the answer away may be over at the next try. */
export function isPassing(error: unknown): boolean {
  return error instanceof FlinkError && ['unreachable', 'timeout', 'refused'].includes(error.kind);
}
