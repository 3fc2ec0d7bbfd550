import type { Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { msLimit } from '../../trace/json/fields.js';
import type { CheckpointConfig } from '../evidence/model.js';
import { present } from '../evidence/present.js';
import { RestFields } from './restFields.js';

/** Java's `Long.MAX_VALUE`, by which Flink says that there is no interval; as a double it ends in 808. */
const never = 2 ** 63;

/** Java's `Integer.MAX_VALUE`. */
const countLimit = 2 ** 31 - 1;

/** `/jobs/:id/checkpoints/config`. */
export function readCheckpointConfig(fields: Fields, findings: Findings): CheckpointConfig {
  const config = new RestFields(fields, [], findings);
  return present<CheckpointConfig>({
    mode: config.word('mode', ['exactly_once', 'at_least_once']),
    interval: setting(config, fields, 'interval'),
    timeout: setting(config, fields, 'timeout'),
    minPause: setting(config, fields, 'min_pause'),
    maxConcurrent: config.whole('max_concurrent', 0, countLimit),
    tolerableFailures: config.whole('tolerable_failed_checkpoints', 0, countLimit),
    unaligned: config.flag('unaligned_checkpoints'),
    alignedTimeout: setting(config, fields, 'aligned_checkpoint_timeout'),
    stateBackend: config.text('state_backend'),
    storage: config.text('checkpoint_storage'),
  });
}

/** A duration that a person set, which may be any. */
function setting(config: RestFields, fields: Fields, name: string): number | undefined {
  return fields[name] === never ? undefined : config.whole(name, 0, msLimit);
}
