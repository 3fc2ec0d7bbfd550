import { describe, expect, it } from 'vitest';
import type { SourceMatch } from '../../../../src/definitions/flink/matchSource.js';
import { surestMatch } from '../../../../src/definitions/flink/surestMatch.js';

function found(by: SourceMatch['by'], isHead = true): { readonly match: SourceMatch } {
  return { match: { by, operator: { isHead } as SourceMatch['operator'] } };
}

describe('the source of an operator, where several places may be it', () => {
  it('is the surest, and any that there is: one that only its turn tells, too', () => {
    const [uid, name, turn, place] = [found('uid'), found('name'), found('turn'), found('place')] as const;
    expect(surestMatch([place, turn, name, uid])).toBe(uid);
    expect(surestMatch([place, turn, name])).toBe(name);
    expect(surestMatch([place, turn])).toBe(turn);
    expect(surestMatch<typeof place>([])).toBeUndefined();
  });

  it('is the head of a chain before what is chained to it', () => {
    const head = found('place');
    expect(surestMatch([found('uid', false), head])).toBe(head);
  });
});
