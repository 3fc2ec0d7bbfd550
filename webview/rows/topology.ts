import type { Operator } from '../../src/trace/model.js';
import type { OperatorIndex } from '../../src/trace/units.js';

/**
 * The place of each operator from source to sink: after all that feed it, else in the order of the trace. Those that feed
 * each other in a circle, as no job's do, come last.
 */
export function fromSourceToSink(operators: readonly Operator[]): number[] {
  const byId = new Map(operators.map(({ id }, n) => [id, n]));
  const feeds = operators.map((): OperatorIndex[] => []);
  const missing = operators.map(({ inputs }, n) => {
    const from = new Set(inputs.map((input) => byId.get(input.from)).filter((one) => one !== undefined));
    for (const one of from) feeds[one]!.push(n);
    return from.size;
  });
  const ordered: OperatorIndex[] = [...operators.keys()].filter((n) => missing[n] === 0);
  for (let next = 0; next < ordered.length; next += 1) {
    for (const fed of feeds[ordered[next]!]!) {
      missing[fed]! -= 1;
      if (missing[fed] === 0) ordered.push(fed);
    }
  }
  const places = operators.map(() => operators.length);
  ordered.forEach((operator, place) => (places[operator] = place));
  return places;
}
