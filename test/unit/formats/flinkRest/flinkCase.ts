import type {
  JobEvidence,
  CheckpointEvidence,
  SubtaskEvidence,
} from '../../../../src/formats/evidence/model.js';
import type { FormatReader, InputContent, InputFile } from '../../../../src/formats/input.js';
import { filesOf, parsed, unzipped } from '../../../fixtures/flinkRecordings.js';

const loaded = new Map<string, readonly InputFile[]>();

/** The files of a recording, unpacked. */
export function caseFiles(recording: string): readonly InputFile[] {
  const files =
    loaded.get(recording) ??
    filesOf(recording).map(({ name, bytes }) => ({ name, bytes: unzipped({ name, bytes }).bytes }));
  loaded.set(recording, files);
  return files;
}

/** What a reader makes of all files of a case that it recognizes. */
export function readCase(reader: FormatReader, name: string): InputContent {
  return reader.read(caseFiles(name).filter((file) => reader.recognizes(file)));
}

export function inputFile(name: string, content: unknown): InputFile {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { name, bytes: new TextEncoder().encode(text) };
}

export function onlyJob({ evidence }: InputContent): JobEvidence {
  if (evidence.length !== 1) throw new Error(`${evidence.length} jobs`);
  return evidence[0]!;
}

export function checkpointOf(job: JobEvidence, id: number): CheckpointEvidence {
  const checkpoint = job.checkpoints.find((each) => each.id === id);
  if (checkpoint === undefined) throw new Error(`no checkpoint ${id}`);
  return checkpoint;
}

/** The reports of the vertex whose name contains a text, in the order of the subtasks. */
export function reportsOf(job: JobEvidence, id: number, vertexName: string): readonly SubtaskEvidence[] {
  const vertex = job.vertices.find(({ name }) => name?.includes(vertexName));
  if (vertex === undefined) throw new Error(`no vertex ${vertexName}`);
  return (checkpointOf(job, id).subtasks ?? []).filter((report) => report.vertex === vertex.id);
}

/** How many reports have which outcome. */
export function outcomeCounts(reports: readonly SubtaskEvidence[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome = 'absent' } of reports) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** A report as Flink writes it; of a pending subtask there are the first fields only. */
export interface RawReport {
  readonly className: string;
  readonly index: number;
  readonly ack_timestamp: number;
  readonly checkpointed_size: number;
  readonly state_size: number;
  readonly checkpoint: { readonly sync: number; readonly async: number };
  readonly alignment: { readonly processed: number; readonly persisted: number; readonly duration: number };
  readonly start_delay: number;
  readonly unaligned_checkpoint: boolean;
}

export interface RawSubtasks {
  readonly subtasks: readonly RawReport[];
}

export interface RawCheckpoint {
  readonly id: number;
  readonly trigger_timestamp: number;
  readonly latest_ack_timestamp: number;
  readonly checkpointed_size: number;
  readonly state_size: number;
  readonly num_subtasks: number;
  readonly failure_timestamp?: number;
  readonly external_path?: string;
}

export interface RawVertex {
  readonly subtasks: readonly { readonly endpoint: string }[];
}

/** The raw JSON of a case's file. */
export function rawBody(name: string, path: string): unknown {
  const file = caseFiles(name).find((each) => each.name === path);
  if (file === undefined) throw new Error(`no ${path} in ${name}`);
  return parsed(file);
}
