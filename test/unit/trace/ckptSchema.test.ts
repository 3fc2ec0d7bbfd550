import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { InputError } from '../../../src/trace/diagnostics.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

const schemaFile = new URL('../../../media/checkpoint-trace.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
const accepts = new Ajv({ strict: true, strictTypes: false }).compile(schema);

describe('the published JSON Schema', () => {
  it('accepts whatever is written', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        accepts(JSON.parse(writeTrace(trace)));
        expect(accepts.errors).toBeNull();
      }),
    );
  });

  it('accepts spans written by hand as rows, which are read alike', () => {
    const byHand = {
      format: 'checkpoint-trace',
      version: 1,
      epoch: '2026-11-22T10:00:00Z',
      operators: [{ id: 'count', parallelism: 2 }],
      checkpoints: [{ id: 7, trigger: 100, status: 'completed' }],
      spans: [{ checkpoint: 0, operator: 0, subtask: 1, phase: 'sync', start: 101, duration: 0.024 }],
    };
    accepts(byHand);
    expect(accepts.errors).toBeNull();
    expect(readTrace(JSON.stringify(byHand)).diagnostics).toEqual([]);
  });

  it('refuses nothing that the reader would take in silence', () => {
    const sound = JSON.stringify(JSON.parse(writeTrace(sampleTrace({ checkpoints: 1 }))));
    const places = pathsOf(JSON.parse(sound));
    const wrong = fc.constantFrom<unknown>(null, 'x', -1, 1.5, 1e300, true, [], {}, [null], undefined);
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), wrong, (path, value) => {
        const file: unknown = JSON.parse(sound);
        put(file, path, value);
        if (accepts(file)) return;
        refused += 1;
        expect(
          complaints(JSON.stringify(file)),
          `${path.join('.')} = ${JSON.stringify(value)}`,
        ).toBeGreaterThan(0);
      }),
      { numRuns: 800 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

function complaints(text: string): number {
  try {
    return readTrace(text).diagnostics.length;
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.length;
    throw error;
  }
}

type Path = readonly (string | number)[];

/** Where values stand in a JSON value; of long lists only the ends, so that every column is drawn as often. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const here = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return here;
  const entries = Array.isArray(value)
    ? [...value.entries()].filter(([index]) => index < 2 || index === value.length - 1)
    : Object.entries(value);
  return [...here, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** Puts a value in place of another, or takes it away where the new one is undefined. */
function put(file: unknown, path: Path, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], file);
  const key = path.at(-1)!;
  if (value !== undefined) (parent as Record<string, unknown>)[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent as object, key);
}
