import * as l10n from '@vscode/l10n';
import type { PbfReader } from 'pbf';

/** Where a message lies in the bytes. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** A message that may reach over the end of what it is in; `end` is then the end of that. */
export interface CutExtent extends Extent {
  readonly isCut: boolean;
}

/** How a field's value is stored. */
export const wireType = { varint: 0, fixed64: 1, bytes: 2 } as const;

/** Says where in the bytes something is wrong, and what. */
export type ReportDamage = (offset: number, problem: string) => void;

/**
 * Gives each field of a message to `take`, which reads the value or leaves it.
 *
 * @throws {Error} where a field is of no known kind or reaches over the end, as the reader itself does.
 */
export function readFields(
  pbf: PbfReader,
  { start, end }: Extent,
  take: (field: number, type: number) => void,
): void {
  pbf.pos = start;
  while (pbf.pos < end) {
    const tag = pbf.readVarint();
    const valueStart = pbf.pos;
    take(tag >>> 3, tag & 7);
    if (pbf.pos === valueStart) pbf.skip(tag);
    // The reader goes on behind the end of its bytes, where all reads as 0.
    if (pbf.pos > end) throw new Error('a field reaches over the end of its message');
  }
}

/** Where the message lies that comes next, within one that ends at `end`. */
export function messageExtent(pbf: PbfReader, end: number): Extent {
  const length = pbf.readVarint();
  return { start: pbf.pos, end: Math.min(end, pbf.pos + length) };
}

/**
 * The messages in one field of a message, one after the other. One that is cut off is given as far as it goes; behind
 * damage nothing is found any more.
 */
export function* messagesIn(
  pbf: PbfReader,
  { start, end }: Extent,
  wanted: number,
  report: ReportDamage,
): Generator<CutExtent, void, undefined> {
  for (let at = start; at < end;) {
    let message: Extent | undefined;
    let next = end;
    try {
      pbf.pos = at;
      const tag = pbf.readVarint();
      if (tag >>> 3 === wanted && (tag & 7) === wireType.bytes) {
        message = messageExtent(pbf, Infinity);
        next = message.end;
      } else {
        pbf.skip(tag);
        next = pbf.pos;
      }
    } catch {
      report(at, l10n.t('this is no field of a message'));
      return;
    }
    if (next > end) report(at, l10n.t('the message breaks off'));
    if (message !== undefined) {
      yield { start: message.start, end: Math.min(message.end, end), isCut: message.end > end };
    }
    at = next;
  }
}
