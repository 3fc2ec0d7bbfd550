import { channelBarriers, type ChannelBarriers } from '../channels/ring.js';
import { lockHolder, lockLineBytes, lockWord } from '../task/stateLock.js';
import type { Plan, PlannedSubtask } from './plan.js';
import type { SharedMemory } from './sharedMemory.js';
import type { WatchedSubtask } from './watchdog.js';

/** So many are named. */
const namedMax = 3;
/** So many inputs of one are. */
const inputsMax = 2;
/** How long a subtask is in one batch before that is why it is late, ms. */
const longBatchMs = 1000;

export interface LateSubtasksParts {
  readonly plan: Plan;
  readonly memory: Pick<SharedMemory, 'rings' | 'locks'>;
  readonly subtasks: readonly WatchedSubtask[];
  /** How long a subtask has been in one batch, ms. */
  readonly inOneBatchMs: (subtask: number) => number;
}

/** A subtask with what keeps it; those of a lower rank are more likely what the others wait for. */
interface Late {
  readonly rank: number;
  readonly text: string;
}

/** Says of subtasks that have not acknowledged a checkpoint what each is at, by what stands in the memory that all share. */
export class LateSubtasks {
  constructor(private readonly parts: LateSubtasksParts) {}

  /** Names the first few, those before the others that these may wait for. */
  name(checkpoint: number, subtasks: readonly number[]): string {
    const late = subtasks.map((subtask) => this.late(checkpoint, subtask));
    const [one, two, three] = late.sort((a, b) => a.rank - b.rank).map(({ text }) => text);
    const more = late.length - namedMax;
    if (more > 0) return `${one}; and not by ${two}; and not by ${three}; and not by ${more} more`;
    if (three !== undefined) return `${one}; and not by ${two}; and not by ${three}`;
    return two === undefined ? one! : `${one}; and not by ${two}`;
  }

  private late(checkpoint: number, index: number): Late {
    const { plan, subtasks } = this.parts;
    const subtask = plan.subtasks[index]!;
    const { name } = subtasks[index]!;
    const missing = subtask.inputs.filter(({ channel }) => this.barriers(channel).taken < checkpoint);
    const channels = subtask.outputs.flatMap((edge) => edge.channels);
    const hasSent = channels.every((channel) => this.barriers(channel).written >= checkpoint);
    // A sink passes no barrier on.
    const isTaken = hasSent && (channels.length > 0 || missing.length === 0);
    if (!isTaken) return this.beforeSnapshot(checkpoint, subtask, missing);
    if (missing.length > 0) {
      return {
        rank: 2,
        text: `${name}, which collects the records before the barrier of ${this.senders(missing)}`,
      };
    }
    return this.holder(index) === lockHolder.snapshot
      ? { rank: 1, text: `${name}, whose upload is under way and holds its lock` }
      : { rank: 1, text: `${name}, whose upload is under way` };
  }

  private beforeSnapshot(
    checkpoint: number,
    { index, outputs }: PlannedSubtask,
    missing: PlannedSubtask['inputs'],
  ): Late {
    const { subtasks, inOneBatchMs } = this.parts;
    const { name, place } = subtasks[index]!;
    const ms = inOneBatchMs(index);
    if (ms >= longBatchMs && this.holder(index) === lockHolder.processing) {
      const text = `${name}, which has been in one batch of records for ${Math.round(ms / 1000)} s`;
      return { rank: 0, text: place === undefined ? text : `${text} (${place})` };
    }
    const full = outputs.flatMap(({ channels }) =>
      channels.filter((channel) => this.barriers(channel).isFull),
    );
    const behind = missing.filter(({ channel }) => this.barriers(channel).written >= checkpoint);
    if (full.length > 0) {
      return { rank: 3, text: `${name}, which has no room in its channel to ${this.receivers(full)}` };
    }
    if (behind.length > 0) {
      return { rank: 2, text: `${name}, which has records before the barrier of ${this.senders(behind)}` };
    }
    if (missing.length > 0) {
      return { rank: 5, text: `${name}, which has no barrier of ${this.senders(missing)}` };
    }
    return { rank: 4, text: `${name}, which has not sent its barrier` };
  }

  private holder(index: number): number {
    return Atomics.load(new Int32Array(this.parts.memory.locks), (index * lockLineBytes) / 4 + lockWord);
  }

  private barriers(channel: number): ChannelBarriers {
    return channelBarriers(this.parts.memory.rings[channel]!);
  }

  private senders(inputs: PlannedSubtask['inputs']): string {
    return this.listed(inputs.map(({ channel }) => this.parts.plan.channels[channel]!.fromSubtask));
  }

  private receivers(channels: readonly number[]): string {
    return this.listed(channels.map((channel) => this.parts.plan.channels[channel]!.toSubtask));
  }

  private listed(indices: readonly number[]): string {
    const names = [...new Set(indices)].map((index) => this.parts.subtasks[index]!.name);
    const more = names.length - inputsMax;
    const first = names.slice(0, inputsMax).join(', ');
    return more > 0 ? `${first} and ${more} more` : first;
  }
}
