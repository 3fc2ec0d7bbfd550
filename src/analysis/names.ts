import * as l10n from '@vscode/l10n';
import type { Checkpoint, Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';

/** A subtask as Flink's logs name it, counted from 1: `count per customer (1/2)`. */
export function subtaskName({ operators }: Trace, { operator, subtask }: Row): string {
  const { name, parallelism } = operators[operator]!;
  return `${name} (${subtask + 1}/${parallelism})`;
}

/** A checkpoint at the beginning of a sentence: `#5`, `Savepoint #5`. */
export function checkpointName({ kind, id }: Checkpoint): string {
  return kind === 'savepoint' ? l10n.t('Savepoint #{0}', id) : `#${id}`;
}
