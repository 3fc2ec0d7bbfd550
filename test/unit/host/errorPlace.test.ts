import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorPlace } from '../../../src/host/runs/errorPlace.js';

const definition = resolve('/home/ann lee/orders.pipeline.ts');

describe('the place in an error of a run', () => {
  it.each([
    [`${definition}:14:5: items is not defined`, 14, 5],
    [`orders.pipeline.ts:14:5: items is not defined`, 14, 5],
    [`checkpoint-lens: cannot load ${definition}:3:1: Unexpected token`, 3, 1],
    [`Error: x (orders.pipeline.ts:7)`, 7, 1],
  ])('is found in the definition, also in a folder with blanks: %s', (line, row, column) => {
    expect(errorPlace(line, definition)).toEqual({ file: definition, line: row, column });
  });

  it('is found in a file that the definition imports, relative to its folder', () => {
    const place = { line: 2, column: 9 };
    expect(errorPlace('lib/keys.ts:2:9: bad key', definition)).toEqual({
      file: resolve('/home/ann lee/lib/keys.ts'),
      ...place,
    });
    const keys = resolve('/opt/keys.ts');
    expect(errorPlace(`failed at ${keys}:2:9: bad key`, definition)).toEqual({ file: keys, ...place });
  });

  it.each([
    'No space left on device',
    'http://host:80/x',
    'took 14:05 min',
    'old-orders.pipeline.ts is not there',
  ])('is not made up: %s', (line) => {
    expect(errorPlace(line, definition)).toBeUndefined();
  });

  it('is not taken from a file whose name only ends like the definition', () => {
    expect(errorPlace('my-orders.pipeline.ts:3:1: bad', definition)?.file).toBe(
      resolve('/home/ann lee/my-orders.pipeline.ts'),
    );
  });
});
