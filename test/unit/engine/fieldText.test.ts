import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileSinkOperator } from '../../../src/engine/operators/fileSink.js';
import { fileSource } from '../../../src/engine/operators/fileSource.js';
import { csvFile } from '../../../src/engine/pipeline/connectors.js';
import {
  boolean,
  bytes,
  float64,
  int64,
  json,
  string,
  struct,
} from '../../../src/engine/pipeline/recordTypes.js';
import { MemoryFiles } from '../../fixtures/memoryFiles.js';

const Everything = struct({
  text: string,
  n: int64,
  x: float64,
  ok: boolean,
  raw: bytes,
  any: json<unknown>(),
});
const records = fc.record({
  text: fc.string({ unit: 'binary', maxLength: 10 }),
  n: fc.maxSafeInteger(),
  x: fc.double({ noNaN: true, noDefaultInfinity: true }),
  ok: fc.boolean(),
  raw: fc.uint8Array({ maxLength: 9 }),
  any: fc.jsonValue(),
});

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('the CSV that a file sink writes', () => {
  it('is read back by a CSV source as the same records, whatever the fields hold', () => {
    fc.assert(
      fc.property(fc.array(records, { minLength: 1, maxLength: 5 }), (given) => {
        const files = new MemoryFiles();
        const share = { subtask: 0, parallelism: 1 };
        const sink = new FileSinkOperator(share, Everything, files, undefined);
        for (const record of given) sink.process(record);
        sink.preBarrier();
        const read: unknown[] = [];
        const emit = (record: unknown): number => read.push(record);
        const text = files.texts().join('');
        const source = fileSource(csvFile('f'), text, Everything, {
          ...share,
          rate: Infinity,
          emit,
          restored: undefined,
        });
        while (source.produce(0) === 'produced');
        // Text has no negative zero.
        expect(read).toEqual(
          given.map((record) => ({ ...record, x: record.x + 0, any: asJson(record.any) })),
        );
      }),
    );
  });

  it('keeps an empty text in front', () => {
    const files = new MemoryFiles();
    const sink = new FileSinkOperator(
      { subtask: 0, parallelism: 1 },
      struct({ a: string, b: int64 }),
      files,
      undefined,
    );
    sink.process({ a: '', b: 1 });
    sink.preBarrier();
    expect(files.texts()).toEqual(['a,b\n,1\n']);
  });
});
