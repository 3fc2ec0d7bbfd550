import { compileCodec, fixedWordsOf } from '../channels/codec.js';
import type { StateType } from '../pipeline/state.js';
import type { Cell } from './cell.js';
import { BooleanCell, NumberCell, StructCell } from './numberCells.js';
import { BytesCell, EncodedCell, JsonCell, TextCell } from './referenceCells.js';

/** A longer struct is kept in a block, so that slots stay short. */
const structWordsMax = 8;

/** The cell for values of this type. */
export function createCell(type: StateType): Cell<unknown> {
  if ('fields' in type) {
    const codec = compileCodec(type);
    const words = fixedWordsOf(type);
    return words !== undefined && words <= structWordsMax
      ? new StructCell(codec, words)
      : new EncodedCell(codec);
  }
  return primitiveCell(type.kind);
}

function primitiveCell(kind: Exclude<StateType, { readonly fields: unknown }>['kind']): Cell<unknown> {
  switch (kind) {
    case 'boolean':
      return new BooleanCell();
    case 'string':
      return new TextCell();
    case 'json':
      return new JsonCell();
    case 'bytes':
      return new BytesCell();
    case 'int32':
    case 'int64':
    case 'float64':
      return new NumberCell(kind);
  }
}
