import * as l10n from '@vscode/l10n';
import type { TraceSource } from '../trace/model.js';
import type { Ms } from '../trace/units.js';
import { checkpointingOf, fieldsOf, isOnDisk, type Checkpointing } from './jobSource.js';
import { formatCount, formatDuration } from './quantities.js';

/**
 * What a run asked a cluster for, which its trace's source has as `asked`. What is absent was left to the cluster, or set by an
 * option of Flink's own.
 */
export interface AskedSettings {
  readonly interval?: Ms;
  readonly minPause?: Ms;
  readonly timeout?: Ms;
  readonly maxConcurrent?: number;
  readonly tolerableFailures?: number;
  readonly unaligned?: boolean;
  /** Only where `unaligned`. */
  readonly alignedTimeout?: Ms;
  readonly incremental?: boolean;
  /** Flink's word, as in `rocksdb`, or the name of a factory's class. */
  readonly stateBackend?: string;
  readonly storage?: string;
  readonly parallelism?: number;
}

/** As far as it is needed: a trace, or a job of which there is none yet. */
interface JobOfTrace {
  readonly source: TraceSource;
  readonly operators: readonly { readonly parallelism: number }[];
}

/** In which settings the job is not as the run asked for, a sentence each; none where the trace does not tell. */
export function overriddenSettings({ source, operators }: JobOfTrace): string[] {
  const asked = askedOf(source);
  const has = checkpointingOf(source);
  if (asked === undefined || !has.isKnown) return [];
  return [
    interval(asked, has),
    different(asked.minPause, has.minPause, (of) =>
      l10n.t('Asked for a pause of {asked} between checkpoints; the cluster has {given}.', durations(of)),
    ),
    different(asked.timeout, has.timeout, (of) =>
      l10n.t('Asked for a timeout of {asked}; the cluster has {given}.', durations(of)),
    ),
    different(asked.maxConcurrent, has.maxConcurrent, (of) =>
      l10n.t('Asked for {asked} checkpoints at once; the cluster allows {given}.', counts(of)),
    ),
    different(asked.tolerableFailures, has.tolerableFailures, (of) =>
      l10n.t(
        'Asked to tolerate {asked} failed checkpoints in a row; the cluster tolerates {given}.',
        counts(of),
      ),
    ),
    unaligned(asked, has),
    backend(asked, has),
    incremental(asked, has),
    storage(asked, has),
    parallelism(asked, operators),
  ].filter((sentence) => sentence !== undefined);
}

function askedOf(source: TraceSource): AskedSettings | undefined {
  // Whoever writes a trace by hand may put anything there: only what has the right type is compared.
  return source['asked'] === undefined ? undefined : fieldsOf(source['asked']);
}

interface Both<Value> {
  readonly asked: Value;
  readonly given: Value;
}

function different(
  asked: number | undefined,
  given: number | undefined,
  text: (of: Both<number>) => string,
): string | undefined {
  if (typeof asked !== 'number' || given === undefined || asked === given) return undefined;
  return text({ asked, given });
}

function interval(asked: AskedSettings, has: Checkpointing): string | undefined {
  if (typeof asked.interval === 'number' && has.interval === undefined) {
    return l10n.t(
      'Asked for a checkpoint every {0}; the cluster takes none by itself.',
      formatDuration(asked.interval),
    );
  }
  return different(asked.interval, has.interval, (of) =>
    l10n.t('Asked for a checkpoint every {asked}; the cluster has {given}.', durations(of)),
  );
}

function unaligned(asked: AskedSettings, has: Checkpointing): string | undefined {
  if (asked.unaligned === true && has.unaligned === false) {
    return l10n.t('Asked for unaligned checkpoints; the cluster takes aligned ones.');
  }
  if (asked.unaligned === false && has.unaligned === true) {
    return l10n.t('Asked for aligned checkpoints; the cluster takes unaligned ones.');
  }
  if (asked.unaligned !== true || has.unaligned !== true) return undefined;
  return different(asked.alignedTimeout, has.alignedTimeout, (of) =>
    l10n.t('Asked for unaligned checkpoints after {asked}; the cluster has {given}.', durations(of)),
  );
}

/** Flink answers with the class, `EmbeddedRocksDBStateBackend`, to what it was told as `rocksdb`. */
function backend(
  { stateBackend: asked }: AskedSettings,
  { stateBackend }: Checkpointing,
): string | undefined {
  if (typeof asked !== 'string' || stateBackend === undefined || asked.includes('.')) return undefined;
  if (stateBackend.toLowerCase().includes(asked.toLowerCase())) return undefined;
  return l10n.t('Asked for the state backend {asked}; the cluster has {given}.', {
    asked,
    given: stateBackend,
  });
}

function incremental({ incremental: asked }: AskedSettings, has: Checkpointing): string | undefined {
  if (asked !== true || has.stateBackend === undefined || isOnDisk(has)) return undefined;
  return l10n.t(
    'Asked for incremental checkpoints; {0} uploads all of the state each time.',
    has.stateBackend,
  );
}

function storage({ storage: asked }: AskedSettings, has: Checkpointing): string | undefined {
  if (typeof asked !== 'string' || !/^JobManager/.test(has.storage ?? '')) return undefined;
  return l10n.t(
    'Asked for checkpoints in {0}; the cluster keeps them in the memory of its JobManager.',
    asked,
  );
}

/** An operator may have fewer by its nature; all of them do where the cluster had no room. */
function parallelism(
  { parallelism: asked }: AskedSettings,
  operators: JobOfTrace['operators'],
): string | undefined {
  const most = Math.max(0, ...operators.map((operator) => operator.parallelism));
  if (typeof asked !== 'number' || most === 0 || most >= asked) return undefined;
  return l10n.t(
    'Asked for a parallelism of {asked}; no operator has more than {given}.',
    counts({ asked, given: most }),
  );
}

function durations({ asked, given }: Both<Ms>): Both<string> & Record<string, string> {
  return { asked: formatDuration(asked), given: formatDuration(given) };
}

function counts({ asked, given }: Both<number>): Both<string> & Record<string, string> {
  return { asked: formatCount(asked), given: formatCount(given) };
}
