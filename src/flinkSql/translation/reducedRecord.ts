import { typeOfKind } from '../expressions/expression.js';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import { callFunction } from '../functions/callFunction.js';
import type { Closures } from '../functions/closures.js';
import { FunctionSource, type AnyFunction } from '../functions/functionSource.js';
import { scalar, type Struct, type Value } from '../functions/value.js';
import { recordOf, type Stream } from './stream.js';

/**
 * What a reduce gives of the record that it has so far, whose fields are called `before`, and the next of the input.
 *
 * @throws {SqlRefusal} for a function that cannot be read
 */
export function reducedRecord(
  reduce: AnyFunction,
  input: Stream,
  closures: Closures,
): { readonly returned: Value; readonly at: DefinitionPlace | undefined } {
  const source = new FunctionSource(reduce, closures);
  const at = source.placeOf(source.body);
  const before: Struct = {
    kind: 'struct',
    fields: new Map(
      input.fields.map(({ name, kind }) => [
        name,
        scalar({ kind: 'before', type: typeOfKind[kind], name, field: kind, at }),
      ]),
    ),
  };
  const { returned } = callFunction(source, [before, recordOf(input, at)], new Map());
  return { returned, at };
}
