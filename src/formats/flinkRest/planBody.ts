import * as l10n from '@vscode/l10n';
import { isFields, mustBe, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { JobId, VertexEvidence, VertexId } from '../evidence/model.js';
import { present } from '../evidence/present.js';
import { RestFields } from './restFields.js';

/** The job graph: `/jobs/:id/plan`, or `plan` of `/jobs/:id`. Flink lists sinks first; here sources come first. */
export interface PlanBody {
  readonly job?: JobId;
  readonly name?: string;
  readonly nodes: readonly VertexEvidence[];
}

type Input = NonNullable<VertexEvidence['inputs']>[number];

/** `/jobs/:id/plan` has the plan in a field of that name. */
export function unwrapPlan(body: Fields): { readonly fields: Fields; readonly path: JsonPath } {
  return isFields(body['plan']) ? { fields: body['plan'], path: ['plan'] } : { fields: body, path: [] };
}

export function readPlan(fields: Fields, path: JsonPath, findings: Findings): PlanBody {
  const plan = new RestFields(fields, path, findings);
  const nodes = new Map<VertexId, VertexEvidence>();
  for (const [i, entry] of (plan.list('nodes') ?? []).entries()) {
    const node = readNode(entry, [...path, 'nodes', i], findings);
    if (node !== undefined) nodes.set(node.id, node);
  }
  const known = [...nodes.values()].map((node) => withKnownInputs(node, nodes));
  return present<PlanBody>({ job: plan.text('jid'), name: plan.text('name'), nodes: known.reverse() });
}

function readNode(entry: unknown, path: JsonPath, findings: Findings): VertexEvidence | undefined {
  if (!isFields(entry)) {
    findings.add(path, mustBe(l10n.t('an object'), entry));
    return undefined;
  }
  const node = new RestFields(entry, path, findings);
  const id = node.requiredText('id');
  if (id === undefined) return undefined;
  const description = node.text('description');
  return present<VertexEvidence>({
    id,
    name: description === undefined ? undefined : nameByDescription(description),
    parallelism: node.parallelism('parallelism'),
    inputs: (node.list('inputs') ?? []).flatMap((input, i) =>
      readInput(input, [...path, 'inputs', i], findings),
    ),
  });
}

function readInput(entry: unknown, path: JsonPath, findings: Findings): readonly Input[] {
  if (!isFields(entry)) {
    findings.add(path, mustBe(l10n.t('an object'), entry));
    return [];
  }
  const input = new RestFields(entry, path, findings);
  const from = input.requiredText('id');
  return from === undefined ? [] : [{ from, ship: input.text('ship_strategy') ?? '' }];
}

/** Without inputs from vertices that the plan has not, and each edge once: a self-join has the same one twice. */
function withKnownInputs(node: VertexEvidence, nodes: ReadonlyMap<VertexId, VertexEvidence>): VertexEvidence {
  const inputs = new Map<string, Input>();
  for (const input of node.inputs ?? []) {
    if (nodes.has(input.from)) inputs.set(`${input.from} ${input.ship}`, input);
  }
  return { ...node, inputs: [...inputs.values()] };
}

/**
 * A vertex' name, as near as its description in the plan comes: operators in a tree, with HTML escapes. `Source: orders<br/>+-
 * parse<br/>` is `Source: orders -> parse`.
 */
function nameByDescription(description: string): string | undefined {
  const operators = description
    .split(/<br\/?>/)
    .map((line) =>
      unescapeHtml(line)
        .replace(/^[\s:|]*(?:[+:]- )?/, '')
        .trim(),
    )
    .filter((line) => line !== '');
  return operators.length === 0 ? undefined : operators.join(' -> ');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
