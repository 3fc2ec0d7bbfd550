import { describe, expect, it } from 'vitest';
import { matchOperators } from '../../../src/definitions/matchOperators.js';
import type { LocatedOperator } from '../../../src/definitions/pipelineLocation.js';
import type { Operator } from '../../../src/trace/model.js';

const located = (name?: string, uid?: string): LocatedOperator => ({
  method: 'map',
  line: 1,
  column: 0,
  ...(name === undefined ? {} : { name }),
  ...(uid === undefined ? {} : { uid }),
});
const traced = (id: string, name: string): Operator => ({ id, name, parallelism: 1, inputs: [] });

describe('tying operators in the text to those of a trace', () => {
  it('knows an operator by its uid although its name was changed', () => {
    expect(
      matchOperators([located('new name', 'count')], [traced('x', 'new'), traced('count', 'old')]),
    ).toEqual([1]);
  });

  it('knows an operator without uid by its name wherever it was moved', () => {
    expect(matchOperators([located('b'), located('a')], [traced('1', 'a'), traced('2', 'b')])).toEqual([
      1, 0,
    ]);
  });

  it('gives two operators of one name to two operators of the trace, in order', () => {
    expect(matchOperators([located('a'), located('a')], [traced('1', 'a'), traced('2', 'a')])).toEqual([
      0, 1,
    ]);
  });

  it('goes by position for the nameless, if nothing was added or removed', () => {
    expect(matchOperators([located(), located('b')], [traced('1', 'map'), traced('2', 'b')])).toEqual([0, 1]);
    expect(
      matchOperators([located(), located('b'), located()], [traced('1', 'map'), traced('2', 'b')]),
    ).toEqual([undefined, 1, undefined]);
  });

  it('leaves an operator that the trace does not have without a match', () => {
    expect(matchOperators([located('new'), located('a')], [traced('1', 'a')])).toEqual([undefined, 0]);
  });
});
