import { topologicalOrder } from '../operatorOrder.js';
import type { JobEvidence, VertexEvidence, VertexId } from './model.js';
import { firstOf } from './preference.js';

/** Ids that stand for a name because the source knows no more. */
const nameOnly = 'name:';

/** Gives the real id of a vertex that a source knows only by its name. */
export type VertexNaming = (id: VertexId) => VertexId;

export function vertexNaming(sources: readonly JobEvidence[]): VertexNaming {
  const idOf = new Map<string, VertexId>();
  for (const { vertices } of sources) {
    for (const { id, name } of vertices) {
      if (name !== undefined && !id.startsWith(nameOnly) && !idOf.has(name)) idOf.set(name, id);
    }
  }
  return (id) => (id.startsWith(nameOnly) ? (idOf.get(id.slice(nameOnly.length)) ?? id) : id);
}

/** Every vertex once, upstream before downstream as far as the inputs are known. */
export function mergedVertices(
  sources: readonly JobEvidence[],
  naming: VertexNaming,
): readonly VertexEvidence[] {
  const byId = new Map<VertexId, VertexEvidence[]>();
  const add = (vertex: VertexEvidence): void => {
    const parts = byId.get(naming(vertex.id));
    if (parts === undefined) byId.set(naming(vertex.id), [vertex]);
    else parts.push(vertex);
  };
  for (const { vertices } of sources) for (const vertex of vertices) add(vertex);
  for (const { checkpoints } of sources) {
    for (const { subtasks = [] } of checkpoints) {
      for (const { vertex } of subtasks) if (!byId.has(naming(vertex))) add({ id: vertex });
    }
  }
  const vertices = [...byId].map(([id, parts]) => mergedVertex(id, parts, naming));
  return topologicalOrder(vertices).map((index) => vertices[index]!);
}

function mergedVertex(id: VertexId, parts: readonly VertexEvidence[], naming: VertexNaming): VertexEvidence {
  const inputs = parts.find((part) => part.inputs !== undefined)?.inputs;
  const locations = new Map(parts.toReversed().flatMap((part) => [...(part.locations ?? [])]));
  const parallelism = Math.max(0, ...parts.map((part) => part.parallelism ?? 0));
  return {
    id,
    ...firstOf(parts, 'name'),
    ...(parallelism === 0 ? {} : { parallelism }),
    ...(inputs === undefined
      ? {}
      : { inputs: inputs.map(({ from, ship }) => ({ from: naming(from), ship })) }),
    ...(locations.size === 0 ? {} : { locations }),
  };
}
