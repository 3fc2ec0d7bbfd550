import * as l10n from '@vscode/l10n';
import type { Findings } from '../../trace/json/findings.js';
import type { SubtaskIndex } from '../../trace/units.js';
import type { UnixMs, VertexEvidence, VertexId } from '../evidence/model.js';
import type { JobVertex } from './jobBody.js';
import { topologicalOrder } from '../operatorOrder.js';
import { present } from '../evidence/present.js';
import type { Execution, VertexBody } from './vertexBody.js';

/** More vertices than any job has; each is a row of the picture for each of its subtasks. */
const verticesMax = 10_000;

interface VertexFacts {
  name?: string;
  /** By the plan, where nothing better is known. */
  describedName?: string;
  parallelism?: number;
  inputs?: VertexEvidence['inputs'];
  state?: JobVertex;
  stateAt?: UnixMs;
  executions?: VertexBody;
}

/** What the answers about one job say of its vertices; of two about the same the newer counts. */
export class VertexAnswers {
  private readonly vertices = new Map<VertexId, VertexFacts>();
  /** In the order of `/jobs/:id`, where that is known. */
  private order: readonly VertexId[] = [];

  /** `vertices` of `/jobs/:id`, upstream before downstream. */
  addStates(states: readonly JobVertex[], now: UnixMs | undefined, findings: Findings): void {
    if (states.length >= this.order.length) this.order = states.map(({ id }) => id);
    for (const state of states) {
      const facts = this.facts(state.id, findings);
      if (facts === undefined || isOlder(now, facts.stateAt)) continue;
      facts.state = state;
      if (now !== undefined) facts.stateAt = now;
      if (state.name !== undefined) facts.name = state.name;
      this.addParallelism(state.id, state.parallelism, findings);
    }
  }

  addPlan(nodes: readonly VertexEvidence[], findings: Findings): void {
    for (const { id, name, parallelism, inputs } of nodes) {
      const facts = this.facts(id, findings);
      if (facts === undefined) continue;
      if (name !== undefined) facts.describedName = name;
      if (inputs !== undefined) facts.inputs = inputs;
      this.addParallelism(id, parallelism, findings);
    }
  }

  addVertex(id: VertexId, body: VertexBody, findings: Findings): void {
    const facts = this.facts(id, findings);
    if (facts === undefined || isOlder(body.now, facts.executions?.now)) return;
    facts.executions = body;
    if (body.name !== undefined) facts.name = body.name;
    this.addParallelism(id, body.parallelism, findings);
  }

  /** The highest counts: a job that was scaled down still has the reports of the subtasks that it had. */
  addParallelism(id: VertexId, parallelism: number | undefined, findings: Findings): void {
    const facts = this.facts(id, findings);
    if (facts === undefined || parallelism === undefined) return;
    facts.parallelism = Math.max(facts.parallelism ?? 0, parallelism);
  }

  get size(): number {
    return this.vertices.size;
  }

  parallelism(id: VertexId): number | undefined {
    return this.vertices.get(id)?.parallelism;
  }

  inputs(id: VertexId): readonly VertexId[] {
    return this.vertices.get(id)?.inputs?.map(({ from }) => from) ?? [];
  }

  /** When the last subtask of a vertex had finished its work; undefined where it has not, or that is not known. */
  finishedAt(id: VertexId): UnixMs | undefined {
    const state = this.vertices.get(id)?.state;
    return state?.status === 'FINISHED' ? state.end : undefined;
  }

  execution(
    id: VertexId,
    subtask: SubtaskIndex,
  ): (Execution & { readonly seen: UnixMs | undefined }) | undefined {
    const body = this.vertices.get(id)?.executions;
    const execution = body?.executions.get(subtask);
    return execution === undefined ? undefined : { ...execution, seen: body?.now };
  }

  get hasRestarted(): boolean {
    return [...this.vertices.values()].some(({ executions }) =>
      [...(executions?.executions.values() ?? [])].some(
        ({ attempt }) => attempt !== undefined && attempt > 0,
      ),
    );
  }

  /** `taskManagers` has the `host:port` of each TaskManager by its id. */
  evidence(taskManagers: ReadonlyMap<string, string>): readonly VertexEvidence[] {
    const ordered = new Set(this.order.filter((id) => this.vertices.has(id)));
    for (const id of this.vertices.keys()) ordered.add(id);
    const vertices = [...ordered].map((id): VertexEvidence => {
      const facts = this.vertices.get(id)!;
      const locations = locationsOf(facts.executions, taskManagers);
      return present<VertexEvidence>({
        id,
        name: facts.name ?? facts.describedName,
        parallelism: facts.parallelism,
        inputs: facts.inputs,
        locations: locations.size === 0 ? undefined : locations,
      });
    });
    return topologicalOrder(vertices).map((index) => vertices[index]!);
  }

  private facts(id: VertexId, findings: Findings): VertexFacts | undefined {
    const known = this.vertices.get(id);
    if (known !== undefined) return known;
    if (this.vertices.size >= verticesMax) {
      findings.add(
        [],
        l10n.t('names more than {0} vertices of one job; the others are left out', verticesMax),
      );
      return undefined;
    }
    const facts: VertexFacts = {};
    this.vertices.set(id, facts);
    return facts;
  }
}

function isOlder(moment: UnixMs | undefined, than: UnixMs | undefined): boolean {
  return moment !== undefined && than !== undefined && moment < than;
}

/** `endpoint` has the port of the data connections, as the entry of `/taskmanagers`. */
function locationsOf(
  body: VertexBody | undefined,
  taskManagers: ReadonlyMap<string, string>,
): ReadonlyMap<SubtaskIndex, string> {
  const locations = new Map<SubtaskIndex, string>();
  for (const [subtask, { location, taskManager }] of body?.executions ?? []) {
    const known = location?.includes(':') === true ? location : undefined;
    const found =
      known ?? (taskManager === undefined ? undefined : taskManagers.get(taskManager)) ?? location;
    if (found !== undefined) locations.set(subtask, found);
  }
  return locations;
}
