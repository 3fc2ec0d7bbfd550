import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { InputFile } from '../../../../src/formats/input.js';
import { readSimpleSpan } from '../../../../src/formats/flinkSpans/simpleSpan.js';
import type { FlinkSpan } from '../../../../src/formats/flinkSpans/span.js';

const recordings = join(import.meta.dirname, '../../../fixtures/flink');

export const tracedJob = '5bcf6b2c08c6a1c3a0a1c7f8457bc125';
export const flatJob = '6f96be6950b3adb8de8050f7c25952fe';

export const traced = '2.3.0/traces';
export const flat = '1.20.5/rocksdb-aligned';

/** A file of a recording, unpacked, by its path below the recordings. */
export function recorded(path: string): InputFile {
  const bytes = readFileSync(join(recordings, path));
  return { name: path, bytes: new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes) };
}

/** The requests as Flink's exporters sent them, one a file. */
export function protobufRequests(kind: 'traces' | 'logs'): readonly InputFile[] {
  return readdirSync(join(recordings, traced, 'otlp'))
    .filter((name) => name.endsWith(`-${kind}.pb`))
    .sort()
    .map((name) => recorded(`${traced}/otlp/${name}`));
}

/** The spans of the `Reported span:` lines of a log. */
export function loggedSpans(path: string): readonly FlinkSpan[] {
  const lines = textOf(recorded(path)).split('\n');
  return lines.filter((line) => line.includes('Reported span:')).map((line) => readSimpleSpan(line)!);
}

export function textOf({ bytes }: InputFile): string {
  return new TextDecoder().decode(bytes);
}

/** A REST body of a recording, parsed. */
export function restBody(path: string): unknown {
  return JSON.parse(textOf(recorded(path)));
}

export interface RestCheckpoint {
  readonly id: number;
  readonly status: string;
  readonly trigger_timestamp: number;
  readonly latest_ack_timestamp: number;
  readonly checkpointed_size: number;
  readonly state_size: number;
  readonly checkpoint_type: string;
  readonly tasks: Readonly<Record<string, unknown>>;
}

export interface RestSubtask {
  readonly index: number;
  readonly ack_timestamp: number;
  readonly checkpointed_size: number;
  readonly state_size: number;
  readonly checkpoint: { readonly sync: number; readonly async: number };
  readonly alignment: {
    readonly processed: number;
    readonly persisted: number;
    readonly duration: number;
  };
  readonly start_delay: number;
  readonly unaligned_checkpoint: boolean;
}
