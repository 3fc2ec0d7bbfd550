import type { FlinkConnection } from '../../flink/connection.js';
import {
  certificateVariables,
  credentialVariables,
  proxyVariables,
} from '../clusters/connectionVariables.js';
import { recordingSuffix } from '../manifest.js';

/** One recording of a job: all that the command line is told. */
export interface RecordingRequest {
  readonly connection: FlinkConnection;
  /** Path of the file that the connection's certificates are from. */
  readonly ca?: string;
  readonly job: { readonly id: string; readonly name: string };
  /** The path of the file to write. */
  readonly output: string;
  /** As in `1s`; without it the recording goes on until the job has ended, or it is stopped. */
  readonly duration?: string;
}

export function recordingArguments({
  connection,
  job,
  output,
  duration,
}: RecordingRequest): readonly string[] {
  return [
    'record',
    ...['--flink', connection.url],
    ...['--job', job.id],
    ...['--output', output],
    ...(duration === undefined ? [] : ['--duration', duration]),
  ];
}

/** Credentials and proxy: not among the arguments, which everyone on the machine can see. */
export function recordingEnvironment({
  connection,
  ca,
}: Pick<RecordingRequest, 'connection' | 'ca'>): Readonly<Record<string, string>> {
  return {
    ...credentialVariables('FLINK', connection.auth),
    ...certificateVariables('FLINK', ca, connection.insecure),
    ...proxyVariables([connection]),
  };
}

/** Letters that are safe in the names of files everywhere. */
const longestStem = 60;

/** A name for the file of a recording that tells job and time: `orders-20261125-101500.flink.jsonl`. Time in the local zone. */
export function recordingName({ id, name }: RecordingRequest['job'], start: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const date = `${start.getFullYear()}${two(start.getMonth() + 1)}${two(start.getDate())}`;
  const time = `${two(start.getHours())}${two(start.getMinutes())}${two(start.getSeconds())}`;
  return `${jobStem(name, id)}-${date}-${time}${recordingSuffix}`;
}

/** A job's name as far as a file can have it; its id where nothing is left. */
export function jobStem(name: string, id: string): string {
  const stem = name
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, longestStem)
    .replaceAll(/^-+|-+$/g, '');
  return stem === '' ? id : stem;
}
