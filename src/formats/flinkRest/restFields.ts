import { FieldReader, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import { parallelismMax } from '../../trace/model.js';
import type { UnixMs } from '../evidence/model.js';
import type { Ms } from '../../trace/units.js';

/** No part of a checkpoint takes a year: a longer duration is damage. */
const durationMax: Ms = 366 * 24 * 60 * 60 * 1000;

/** Reads the fields of a body of Flink's REST API, which says `-1`, `null` or `"NaN"` for numbers that it has not. */
export class RestFields extends FieldReader {
  constructor(fields: Fields, path: JsonPath, findings: Findings) {
    super(fields, path, findings, isUnset);
  }

  /** Whole milliseconds. */
  duration(name: string): Ms | undefined {
    return this.whole(name, 0, durationMax);
  }

  bytes(name: string): number | undefined {
    return this.whole(name, 0);
  }

  unixMs(name: string): UnixMs | undefined {
    return this.moment(name);
  }

  parallelism(name: string): number | undefined {
    return this.whole(name, 1, parallelismMax);
  }
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === -1 || value === 'NaN';
}
