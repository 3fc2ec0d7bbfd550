import { expect, it } from 'vitest';
import { printSinkOperator } from '../../../src/engine/operators/printSink.js';
import { bytes, float64, int32, json, string, struct } from '../../../src/engine/pipeline/recordTypes.js';

it('a print sink writes the fields in their order, with its identifier and, where there are several, its subtask', () => {
  const type = struct({ wide: float64, name: string, raw: bytes, tags: json<unknown>(), narrow: int32 });
  const record = { narrow: 1, raw: Uint8Array.of(1, 2), name: 'a "b"\n', tags: { deep: ['x'] }, wide: 0.5 };
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  for (const [identifier, parallelism] of [
    [undefined, 1],
    ['late', 1],
    [undefined, 3],
    ['late', 3],
  ] as const) {
    printSinkOperator(identifier, { subtask: 1, parallelism }, type, print).process(record, 0);
  }
  const shown = '{"wide":0.5,"name":"a \\"b\\"\\n","raw":"AQI=","tags":{"deep":["x"]},"narrow":1}';
  expect(lines).toEqual([shown, `late> ${shown}`, `2> ${shown}`, `late:2> ${shown}`]);
});
