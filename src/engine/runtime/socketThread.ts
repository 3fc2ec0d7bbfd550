import { MessageChannel, type Worker } from 'node:worker_threads';
import { ringMemory } from '../channels/ring.js';
import type { Graph } from '../pipeline/graph.js';
import type { SocketLink, SocketWorkerData } from './messages.js';
import { subtaskName, type Plan } from './plan.js';
import type { SharedMemory } from './sharedMemory.js';
import { startWorker } from './startWorker.js';

/** 1 MiB of lines: one of a quarter of it fits. */
const channelWords = 1 << 17;

/** Starts the thread that reads a socket for a subtask, where the subtask is that of a socket source. */
export function startSocketThread(
  {
    graph,
    plan,
    memory,
  }: { readonly graph: Graph; readonly plan: Plan; readonly memory: Pick<SharedMemory, 'wakeWords'> },
  index: number,
): { readonly worker: Worker; readonly link: SocketLink } | undefined {
  const planned = plan.subtasks[index]!;
  const { operator } = graph.operators[planned.operator]!;
  if (operator.kind !== 'source' || operator.source.kind !== 'socket') return undefined;
  const { port1, port2 } = new MessageChannel();
  const lines = ringMemory(channelWords);
  const { wakeWords } = memory;
  const name = subtaskName(graph, planned);
  const data: SocketWorkerData = { source: operator.source, name, index, lines, port: port1, wakeWords };
  return { worker: startWorker('socketWorker', data, [port1]), link: { lines, port: port2 } };
}
