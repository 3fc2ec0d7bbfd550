import { DefinitionError } from '../../engine/pipeline/load.js';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';

/** Something of a definition that Flink SQL cannot do in exactly the same way; nothing has been submitted. */
export class SqlRefusal extends DefinitionError {
  /** @param reason a whole sentence, and what to do instead where there is something */
  constructor(reason: string, file: string, place: Partial<DefinitionPlace> | undefined) {
    const at = place?.line === undefined ? '' : `:${place.line}:${place.column ?? 1}`;
    const known =
      place?.line === undefined ? undefined : { file, line: place.line, column: place.column ?? 1 };
    super(`${place?.file ?? file}${at}: ${reason}`, known);
  }
}

/** @throws {SqlRefusal} always */
export function refuse(reason: string, place: DefinitionPlace | undefined): never {
  throw new SqlRefusal(reason, place?.file ?? 'the definition', place);
}
