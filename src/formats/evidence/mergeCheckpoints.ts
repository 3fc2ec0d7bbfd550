import type { Conflicts } from './conflicts.js';
import type { VertexNaming } from './mergeVertices.js';
import type { CheckpointEvidence, JobEvidence, Sourced, SubtaskEvidence, VertexEvidence } from './model.js';
import { merged } from './preference.js';

/** Every checkpoint once, by its id. The sources come in the order in which they are believed. */
export function mergedCheckpoints(
  sources: readonly JobEvidence[],
  naming: VertexNaming,
  vertices: readonly VertexEvidence[],
  conflicts: Conflicts,
): readonly CheckpointEvidence[] {
  const names = new Map(vertices.map(({ id, name }) => [id, name ?? id]));
  const byId = new Map<number, Sourced<CheckpointEvidence>[]>();
  for (const { origin, checkpoints } of sources) {
    for (const checkpoint of checkpoints) append(byId, checkpoint.id, { origin, fact: checkpoint });
  }
  return [...byId.values()]
    .map((parts) => mergedCheckpoint(parts, naming, names, conflicts))
    .sort((a, b) => (a.trigger ?? Infinity) - (b.trigger ?? Infinity) || a.id - b.id);
}

function mergedCheckpoint(
  parts: readonly Sourced<CheckpointEvidence>[],
  naming: VertexNaming,
  names: ReadonlyMap<string, string>,
  conflicts: Conflicts,
): CheckpointEvidence {
  const facts = parts.map(({ fact }) => fact);
  const { id } = facts[0]!;
  conflicts.compareCheckpoint(parts);
  const ended = facts.find(({ status }) => status === 'completed' || status === 'failed')?.status;
  const bySubtask = new Map<string, Sourced<SubtaskEvidence>[]>();
  for (const { origin, fact } of parts) {
    for (const subtask of fact.subtasks ?? []) {
      const vertex = naming(subtask.vertex);
      append(bySubtask, `${subtask.subtask}@${vertex}`, { origin, fact: { ...subtask, vertex } });
    }
  }
  const subtasks = [...bySubtask.values()].map((of) => {
    const { vertex } = of[0]!.fact;
    conflicts.compareSubtask(id, names.get(vertex) ?? vertex, of);
    return mergedSubtask(of.map(({ fact }) => fact));
  });
  return { ...merged(facts), ...(ended === undefined ? {} : { status: ended }), subtasks };
}

function mergedSubtask(parts: readonly SubtaskEvidence[]): SubtaskEvidence {
  if (parts.length === 1) return parts[0]!;
  const attempt = Math.max(...parts.map((part) => part.attempt ?? 0));
  // After a failover the numbers of the execution before it are not those of the one that counts.
  const current = parts.filter((part) => part.attempt === undefined || part.attempt === attempt);
  const outcome = (
    current.find((part) => part.outcome !== undefined && part.outcome !== 'pending') ?? current[0]!
  ).outcome;
  const moments = merged(current.map((part) => part.moments ?? {}));
  return {
    ...merged(current),
    ...(outcome === undefined ? {} : { outcome }),
    ...(Object.keys(moments).length === 0 ? {} : { moments }),
  };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
