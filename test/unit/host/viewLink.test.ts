import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  linkQuery,
  namedPlace,
  placeIn,
  readLink,
  type LinkedFile,
  type ViewLink,
} from '../../../src/host/share/viewLink.js';
import { phases } from '../../../src/trace/model.js';
import { hostileTrace } from '../../fixtures/hostileTrace.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

/** What VS Code hands to an extension of a link: the query with one layer of escapes taken off. */
const handedOver = (query: string): string => decodeURIComponent(query);

const word = fc.string({ unit: 'binary', minLength: 1 });
const segment = word.filter((text) => !/[/\\]/.test(text) && text !== '.' && text !== '..');
const file: fc.Arbitrary<LinkedFile> = fc.oneof(
  fc.record({
    folder: word,
    path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
  }),
  fc.record({ uri: fc.webUrl({ withQueryParameters: true, withFragments: true }) }),
);
const time = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const link: fc.Arbitrary<ViewLink> = fc.record(
  {
    files: fc
      .array(file, { minLength: 1, maxLength: 4 })
      .map((files) => [...files.filter((one) => 'folder' in one), ...files.filter((one) => 'uri' in one)]),
    job: word,
    place: fc.record(
      {
        checkpoint: fc.nat(),
        several: fc
          .uniqueArray(fc.nat({ max: 500 }), { minLength: 2, maxLength: 300 })
          .map((ids) => ids.sort((a, b) => a - b)),
        range: fc
          .tuple(time, time)
          .filter(([from, to]) => from < to)
          .map(([from, to]) => ({ from, to })),
        measured: fc
          .tuple(time, time)
          .filter(([from, to]) => from < to)
          .map(([from, to]) => ({ from, to })),
        operator: word,
        subtask: fc.nat(),
        phase: fc.constantFrom(...phases),
        filter: word,
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['files', 'place'] },
);

describe('a link to a view', () => {
  it('says all that it was made of, whatever names are in it', () => {
    fc.assert(
      fc.property(link, (made) => {
        expect(readLink(handedOver(linkQuery(made)))).toEqual(made);
      }),
    );
  });

  it('reads well where names are plain', () => {
    const files = [{ folder: 'shop', path: 'traces/orders.ckpt.json' }];
    const place = { checkpoint: 42, operator: 'count', subtask: 0, phase: 'sync' as const, filter: '' };
    expect(linkQuery({ files, place })).toBe(
      'file=shop/traces/orders.ckpt.json&checkpoint=42&operator=count&subtask=0&phase=sync',
    );
  });

  it('names many checkpoints in few characters', () => {
    const files = [{ folder: 'a', path: 'b' }];
    const several = [...Array.from({ length: 300 }, (_, n) => n + 3), 900];
    expect(linkQuery({ files, place: { several } })).toBe('file=a/b&checkpoints=3-302%252C900');
    expect(readLink('file=a/b&checkpoints=1-99999999')?.place).toEqual({});
  });

  it.each([
    'file=shop/../../etc/passwd',
    'file=shop/a/%2e%2e/b',
    'file=shop/a\\..\\b',
    'file=shop//etc/passwd',
    'file=shop/./a',
    'file=shop',
    'file=/etc/passwd',
    'file=..',
    'checkpoint=1',
    '',
  ])('with %j leads to no file', (query) => {
    expect(readLink(query)).toBeUndefined();
  });

  it('leaves out what it does not say rightly', () => {
    const query = 'file=a/b&checkpoint=-1&from=5&to=1&subtask=1.5&phase=nap&from=x&other=1';
    expect(readLink(query)).toEqual({ files: [{ folder: 'a', path: 'b' }], place: {} });
  });
});

describe('a place in a trace', () => {
  it('is found again by names', () => {
    const trace = hostileTrace();
    const place = {
      checkpoint: 1,
      range: { from: -3, to: 40.5 },
      selection: { operator: 1, subtask: 1, bar: { checkpoint: 1, phase: 'async' } },
      filter: 'count',
    } as const;
    expect(placeIn(trace, namedPlace(trace, place))).toEqual({ place, missing: [] });
  });

  it('has several checkpoints and the measured range, at the same time in a reading that counts from another', () => {
    const trace = sampleTrace({ checkpoints: 5 });
    const named = namedPlace(trace, { several: [1, 3], measured: { from: 100, to: 250 }, filter: '' });
    const later = { ...trace, epoch: trace.epoch - 1000, checkpoints: trace.checkpoints.slice(0, 3) };
    expect(placeIn(trace, named).place).toEqual({
      several: [1, 3],
      measured: { from: 100, to: 250 },
      filter: '',
    });
    expect(placeIn(later, named)).toEqual({
      place: { measured: { from: 1100, to: 1250 }, filter: '' },
      missing: [`checkpoint #${trace.checkpoints[3]!.id}`],
    });
  });

  it('is found as far as the trace has it, and says what it does not have', () => {
    const trace = sampleTrace();
    const named = { checkpoint: 99, range: { from: 0, to: 5 }, operator: 'count', subtask: 7, filter: 'x' };
    expect(placeIn(trace, named)).toEqual({
      place: { filter: 'x' },
      missing: ['checkpoint #99', 'subtask 8 of count per customer'],
    });
    expect(placeIn(trace, { operator: 'gone' }).missing).toEqual(['the operator gone']);
  });
});
