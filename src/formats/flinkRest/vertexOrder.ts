import type { VertexEvidence, VertexId } from '../evidence/model.js';

/**
 * The vertices with every one after those that it reads from, sources first, else in the order given. Where they read
 * from each other in a circle, the first of the circle goes first.
 */
export function upstreamFirst(vertices: readonly VertexEvidence[]): readonly VertexEvidence[] {
  const waiting = new Map(vertices.map(({ id }) => [id, new Set<VertexId>()]));
  const readers = new Map(vertices.map(({ id }) => [id, new Set<VertexId>()]));
  for (const { id, inputs = [] } of vertices) {
    for (const { from } of inputs) {
      if (!waiting.has(from)) continue;
      waiting.get(id)!.add(from);
      readers.get(from)!.add(id);
    }
  }
  const unplaced = new Map(vertices.map((vertex) => [vertex.id, vertex]));
  const ready = vertices.map(({ id }) => id).filter((id) => waiting.get(id)!.size === 0);
  const ordered: VertexEvidence[] = [];
  for (let next = 0; unplaced.size > 0; next++) {
    const [firstUnplaced] = unplaced.keys();
    const id = ready[next] ?? firstUnplaced!;
    if (next === ready.length) ready.push(id);
    const vertex = unplaced.get(id);
    if (vertex === undefined) continue;
    unplaced.delete(id);
    ordered.push(vertex);
    for (const reader of readers.get(id)!) {
      const upstream = waiting.get(reader)!;
      upstream.delete(id);
      if (upstream.size === 0) ready.push(reader);
    }
  }
  return ordered;
}
