import { readChannelState } from '../checkpoint/channelStateFile.js';
import type { Restorable } from '../checkpoint/history.js';
import { compileCodec, viewsOf } from '../channels/codec.js';
import { FrameBuffer, framesIn } from '../channels/frames.js';
import { RunError } from '../errors.js';
import type { Key } from '../pipeline/functions.js';
import type { Graph } from '../pipeline/graph.js';
import type { RecordType } from '../pipeline/recordTypes.js';
import { formerOwners, subtaskOfKey } from '../state/keyHash.js';
import type { ChannelRecords, ChannelState, EdgeName } from '../task/channelState.js';
import { edgeName, isSameEdge } from './edges.js';

/**
 * The records in flight of a checkpoint that one subtask goes on with. On the inputs of a keyed operator those are the records
 * of keys that it owns now; of others, and of what outputs held back, those of the former subtasks whose numbers are its own modulo
 * the number of subtasks. So each record is taken over once, and two of one key and channel stay in their order.
 *
 * @throws RunError when they do not fit the pipeline any more.
 */
export function restoredInFlight(
  { metadata, files }: Restorable,
  graph: Graph,
  operator: number,
  subtask: number,
): ChannelState {
  const { id, name, parallelism } = graph.operators[operator]!;
  const before = metadata.operators.find((stored) => stored.id === id)!.subtasks;
  const owners = formerOwners(before.length, subtask, parallelism);
  return before.flatMap(({ channelState }, former) => {
    const isOwn = former % parallelism === subtask;
    if (channelState === undefined || !(isOwn || owners.includes(former))) return [];
    return readChannelState(files.get(channelState.path) as Uint8Array, name).flatMap((records) =>
      takenOver(records, graph, { subtask, parallelism, isOwn }),
    );
  });
}

interface Share {
  readonly subtask: number;
  readonly parallelism: number;
  /** Whether the records that have no key are for this subtask. */
  readonly isOwn: boolean;
}

function takenOver({ end, edge: former, frames }: ChannelRecords, graph: Graph, share: Share): ChannelState {
  const { edge, key, type } = edgeNow(former, graph);
  if (end === 'output' || key === undefined) return share.isOwn ? [{ end, edge, frames }] : [];
  const views = viewsOf(frames.buffer);
  const codec = compileCodec(type);
  const own = new FrameBuffer();
  for (const { at, words } of framesIn(views)) {
    if (subtaskOfKey(key(codec.decode(views, at)), share.parallelism) === share.subtask) {
      own.append(views, at, words);
    }
  }
  return own.byteLength === 0 ? [] : [{ end, edge, frames: own.bytes() }];
}

interface Edge {
  readonly edge: EdgeName;
  readonly key: ((record: unknown) => Key) | undefined;
  readonly type: RecordType;
}

/** The edge of the pipeline as it is now. */
function edgeNow(former: EdgeName, graph: Graph): Edge {
  const { operators } = graph;
  const to = operators.findIndex(({ id }) => id === former.to);
  for (const [input, { from, key }] of (operators[to]?.inputs ?? []).entries()) {
    const edge = edgeName(graph, to, input);
    if (!isSameEdge(edge, former)) continue;
    if (describe(edge) !== describe(former)) {
      throw new RunError(
        `The checkpoint holds records on their way from “${former.from}” to “${former.to}” of another type ` +
          `(${describe(former)}) than the definition has (${describe(edge)}): restore from a checkpoint that was taken without ` +
          `--unaligned, or start without --restore.`,
      );
    }
    return { edge, key, type: operators[from]!.output! };
  }
  throw new RunError(
    `The checkpoint holds records on their way from “${former.from}” to “${former.to}”, which the pipeline no longer joins: ` +
      `restore from a checkpoint that was taken without --unaligned, or start without --restore.`,
  );
}

function describe({ fields, hasTimestamps }: EdgeName): string {
  const types = fields.map(([name, kind]) => `${name}: ${kind}`).join(', ');
  return hasTimestamps ? `${types}, with timestamps` : types;
}
