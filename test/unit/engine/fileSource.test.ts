import { describe, expect, it } from 'vitest';
import { compileCodec } from '../../../src/engine/channels/codec.js';
import { fileSource } from '../../../src/engine/operators/fileSource.js';
import { csvFile, jsonFile, ndjsonFile, textFile } from '../../../src/engine/pipeline/connectors.js';
import { boolean, float64, int32, string, struct } from '../../../src/engine/pipeline/recordTypes.js';

const Flight = struct({ origin: string, delay: int32, mean: float64, late: boolean });
const Line = struct({ line: string });
const flights = [
  { origin: 'SEA', delay: -3, mean: 1.5, late: false },
  { origin: 'a "quoted", \n one', delay: 14, mean: -0.25, late: true },
];

/** What a source emits of a file, each record checked against its type as a channel would. */
function recordsOf(
  connector: ReturnType<typeof csvFile>,
  text: string,
  type: typeof Flight | typeof Line = Flight,
): unknown[] {
  const records: unknown[] = [];
  const codec = compileCodec(type as never);
  const emit = (record: unknown): void => {
    codec.words(record);
    const buffer = new SharedArrayBuffer(4096);
    codec.encode(
      record,
      { i32: new Int32Array(buffer), f64: new Float64Array(buffer), u16: new Uint16Array(buffer) },
      0,
    );
    records.push(record);
  };
  const parts = { subtask: 0, parallelism: 1, rate: Infinity, emit, restored: undefined };
  const source = fileSource(connector, text, type, parts);
  while (source.produce(0) === 'produced');
  return records;
}

const csv = 'mean,late,extra,origin,delay\r\n1.5,false,x,SEA,-3\r\n-0.25,true,,"a ""quoted"", \n one",14\r\n';

describe('a file of records', () => {
  it('gives the objects of a JSON array', () => {
    expect(recordsOf(jsonFile('f'), JSON.stringify(flights))).toEqual(flights);
  });

  it('gives the objects of its lines, and passes over empty ones', () => {
    const lines = flights.map((flight) => JSON.stringify(flight));
    expect(recordsOf(ndjsonFile('f'), `${lines.join('\n\n')}\r\n`)).toEqual(flights);
    expect(recordsOf(ndjsonFile('f'), '')).toEqual([]);
  });

  it('gives the rows of a CSV file by the names in its first row, whatever their order', () => {
    expect(recordsOf(csvFile('f'), csv)).toEqual(flights);
  });

  it('gives its lines, with a byte order mark left out and the last line with or without an end', () => {
    expect(recordsOf(textFile('f'), '\uFEFFone\r\n\ntwo', Line)).toEqual([
      { line: 'one' },
      { line: '' },
      { line: 'two' },
    ]);
    expect(recordsOf(textFile('f'), 'one\n', Line)).toEqual([{ line: 'one' }]);
  });
});

describe('a file that is not as it should be is refused with the place', () => {
  it.each([
    ['JSON that is none', jsonFile('f.json'), '[{', /^f\.json is not JSON: /],
    ['JSON without a list', jsonFile('f.json'), '{}', /does not hold a JSON array of objects/],
    ['a list in a list', jsonFile('f.json'), '[[]]', /f\.json: element 1 is not an object/],
    [
      'a field that is missing',
      jsonFile('f.json'),
      JSON.stringify([flights[0], { origin: 'SEA' }]),
      /f\.json: object 2 does not fit the record type: the field “delay” is declared int32 and got undefined/,
    ],
    ['a line that is no JSON', ndjsonFile('f.ndjson'), '{}\n\n{', /f\.ndjson: line 3 is not JSON/],
    ['a line that is a number', ndjsonFile('f.ndjson'), '7', /f\.ndjson: line 1 is not a JSON object/],
    [
      'an object that does not fit',
      ndjsonFile('f.ndjson'),
      `\n${JSON.stringify({ ...flights[0], delay: 'x' })}`,
      /f\.ndjson: line 2 does not fit the record type: the field “delay”/,
    ],
    [
      'a column that is not there',
      csvFile('f.csv'),
      'origin,delay\nSEA,3\n',
      /f\.csv has no column “mean”; its first row names “origin”, “delay”/,
    ],
    ['no row at all', csvFile('f.csv'), '', /f\.csv has no column “origin”; its first row names none/],
    [
      'a row with fields too many',
      csvFile('f.csv'),
      `${csv}1,false,x,SEA,3,4\n`,
      /f\.csv: row 4 has 6 fields, the first row has 5/,
    ],
    [
      'a text where a number belongs',
      csvFile('f.csv'),
      csv.replace('-3', 'three'),
      /f\.csv: row 2 does not fit the record type: the field “delay” is declared int32 and got "three"/,
    ],
    [
      'nothing where a number belongs',
      csvFile('f.csv'),
      csv.replace('-3', ''),
      /f\.csv: row 2 does not fit the record type: the field “delay”/,
    ],
  ])('%s', (_, connector, text, message) => {
    expect(() => recordsOf(connector, text)).toThrow(message);
  });
});
