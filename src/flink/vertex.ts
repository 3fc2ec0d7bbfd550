/** A vertex of a job's graph: a chain of operators. */
export interface Vertex {
  /** 32 hex digits. */
  readonly id: string;
  readonly parallelism: number;
}

/** Of a larger graph, which no real job has, only so many vertices are followed: each is a request of its own. */
export const verticesMax = 2000;
