import { describe, expect, it } from 'vitest';
import type { Restorable } from '../../../src/engine/checkpoint/history.js';
import { version } from '../../../src/engine/checkpoint/metadata.js';
import { blackholeSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../../src/engine/pipeline/dsl.js';
import type { Graph } from '../../../src/engine/pipeline/graph.js';
import { Params } from '../../../src/engine/pipeline/params.js';
import { int32, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { checkFit } from '../../../src/engine/runtime/stateFit.js';

const N = struct({ n: int32 });

/** A source, a function that keeps nothing, and a sink that keeps nothing. */
function graph(source: string): Graph {
  return pipeline('job', ({ env }) => {
    env
      .source(
        N,
        generate((n) => ({ n })),
      )
      .uid(source)
      .map(N, (record) => record)
      .uid('map')
      .sinkTo(blackholeSink())
      .uid('sink');
  }).build(new Params(new Map(), (_, path) => path), 1);
}

/** A checkpoint in which these operators have state, and these have none. */
function checkpoint(stateful: readonly string[], stateless: readonly string[] = []): Restorable {
  const operators = [
    ...stateful.map((id) => ({ id, name: id, subtasks: [{ state: { splits: [] } }] })),
    ...stateless.map((id) => ({ id, name: id, subtasks: [{}] })),
  ];
  const metadata = { job: 'job', checkpoint: 4, triggered: 0, operators, version } as const;
  const restorable = {
    folder: 'run-1/chk-4',
    metadata: { format: 'checkpoint-lens-checkpoint' as const, ...metadata },
    files: new Map<string, Uint8Array<ArrayBuffer>>(),
    passedOver: [],
  };
  return { ...restorable, readAgain: () => Promise.reject(new Error('it is not read again')) };
}

describe('a checkpoint fits a pipeline', () => {
  it('that has its operators, whichever without state came or went', () => {
    expect(checkFit(checkpoint(['source'], ['map', 'sink']), graph('source'), false)).toEqual([]);
    expect(checkFit(checkpoint(['source'], ['gone']), graph('source'), false)).toEqual([]);
  });

  it.each([
    [
      ['source', 'count'],
      /holds state of “count” \(id count\), which the pipeline does not have: put the operator back/,
    ],
    [[], /holds nothing for “.*” \(id source\): give the operator the \.uid\(…\) that it had/],
    [['numbers'], /“numbers” \(id numbers\).*nothing for “.*” \(id source\).*give it \.uid\('numbers'\)/],
  ])('not one whose state goes nowhere or comes from nowhere: %j', (stateful, message) => {
    expect(() => checkFit(checkpoint(stateful), graph('source'), false)).toThrow(message);
    expect(() => checkFit(checkpoint(stateful), graph('source'), false)).toThrow(
      /--allow-non-restored-state/,
    );
    expect(checkFit(checkpoint(stateful), graph('source'), true)).not.toEqual([]);
  });
});
