import { describe, expect, it } from 'vitest';
import { definitionPath, isTheDefinition } from '../../../src/host/definitions/definitionPath.js';
import type { Operator, TraceSource } from '../../../src/trace/model.js';

const source = (definition: unknown): TraceSource => ({ kind: 'engine', job: 'orders', definition });
const operator = (file?: string): Operator => ({
  id: 'count',
  name: 'count',
  parallelism: 1,
  inputs: [],
  ...(file === undefined ? {} : { definedAt: { file, line: 3 } }),
});

describe('the definition that a trace names', () => {
  it('is beside the definition of the run', () => {
    expect(definitionPath(source('/ws/orders.pipeline.ts'), operator('orders.pipeline.ts'))).toEqual({
      path: '/ws/orders.pipeline.ts',
      name: 'orders.pipeline.ts',
    });
  });

  it('is known by its name alone where the trace says no folder', () => {
    for (const definition of [undefined, 7, 'orders.pipeline.ts']) {
      expect(definitionPath(source(definition), operator('lib/a.ts'))).toEqual({ name: 'a.ts' });
    }
  });

  it.each(['//server/share/a.pipeline.ts', '\\\\server\\share\\a.pipeline.ts'])(
    'is never looked for on the network: %s',
    (definition) => {
      expect(definitionPath(source(definition), operator('a.pipeline.ts'))).toEqual({
        name: 'a.pipeline.ts',
      });
    },
  );

  it.each([undefined, '../../etc/passwd', 'run.sh', ''])('is nothing but TypeScript: %s', (file) => {
    expect(definitionPath(source('/ws/orders.pipeline.ts'), operator(file))).toBeUndefined();
  });

  it('may stand outside the workspace only if it is the very file of the run', () => {
    const orders = source('/ws/orders.pipeline.ts');
    expect(isTheDefinition(orders, '/ws/orders.pipeline.ts')).toBe(true);
    expect(isTheDefinition(orders, '/ws/other.ts')).toBe(false);
  });
});
