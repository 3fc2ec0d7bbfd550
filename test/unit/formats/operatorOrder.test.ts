import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VertexEvidence } from '../../../src/formats/evidence/model.js';
import { topologicalOrder } from '../../../src/formats/operatorOrder.js';

function vertex(id: string, ...from: readonly string[]): VertexEvidence {
  return { id, inputs: from.map((each) => ({ from: each, ship: 'HASH' })) };
}

function upstreamFirst(vertices: readonly VertexEvidence[]): readonly VertexEvidence[] {
  return topologicalOrder(vertices).map((index) => vertices[index]!);
}

function order(...vertices: readonly VertexEvidence[]): string {
  return upstreamFirst(vertices)
    .map(({ id }) => id)
    .join('');
}

describe('the order of the vertices', () => {
  it('has sources first and sinks last, whatever order they come in', () => {
    expect(order(vertex('d', 'c'), vertex('c', 'a', 'b'), vertex('b'), vertex('a'))).toBe('bacd');
    expect(order(vertex('a'), vertex('c', 'a'), vertex('d', 'c', 'b'), vertex('b'))).toBe('abcd');
  });

  it('stays as it is where nothing is known of inputs', () => {
    expect(order({ id: 'b' }, { id: 'a' })).toBe('ba');
  });

  it('goes on where vertices read from each other, from themselves or from unknown ones', () => {
    expect(order(vertex('a', 'b'), vertex('b', 'a'), vertex('c', 'b'), vertex('s'))).toBe('sabc');
    expect(order(vertex('a', 'a'), vertex('b', 'nobody'))).toBe('ba');
  });

  it('keeps every vertex once, and puts none before its inputs unless they go in a circle', () => {
    const graph = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc.tuple(
          fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 }),
          fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
        ),
      );
    fc.assert(
      fc.property(graph, ([edges, ids]) => {
        const downhill = edges
          .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
          .filter(([a, b]) => a !== b);
        const vertices = ids.map((id) =>
          vertex(String(id), ...downhill.filter(([, to]) => to === id).map(([from]) => String(from))),
        );
        const position = new Map(upstreamFirst(vertices).map(({ id }, i) => [id, i]));
        expect(position.size).toBe(ids.length);
        for (const [from, to] of downhill) {
          expect(position.get(String(from))).toBeLessThan(position.get(String(to))!);
        }
        const withCircles = ids.map((id) =>
          vertex(String(id), ...edges.filter(([, to]) => to === id).map(([from]) => String(from))),
        );
        expect(new Set(upstreamFirst(withCircles))).toEqual(new Set(withCircles));
      }),
    );
  });
});

describe('the order of operators', () => {
  const operator = (id: string, ...from: string[]) => ({
    id,
    name: id,
    parallelism: 1,
    inputs: from.map((source) => ({ from: source, ship: 'hash' })),
  });

  it('has each after those that it reads from, and else as given', () => {
    const operators = [
      operator('sink', 'join'),
      operator('join', 'a', 'b', 'a', 'gone'),
      operator('b'),
      operator('a'),
    ];
    expect(topologicalOrder(operators)).toEqual([2, 3, 1, 0]);
  });

  it('has those in a circle last', () => {
    expect(topologicalOrder([operator('x', 'y'), operator('y', 'x'), operator('z')])).toEqual([2, 0, 1]);
  });
});
