import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import { subtaskCount } from '../subtaskCount.js';
import type { Suggestion } from './advice.js';
import { engineOptions } from './engineOptions.js';

/** What to try where the threads that process leave an upload no processor of its own, as far as the trace says how many there are. */
export function fewProcessors(trace: Trace): readonly Suggestion[] {
  const processors = trace.source['processors'];
  const threads = subtaskCount(trace);
  if (typeof processors !== 'number' || !(processors >= 1 && processors <= threads)) return [];
  return [
    {
      text: l10n.t(
        'Run fewer subtasks, or on more processors: here it is {processors} for {threads} threads that process, and the uploads.',
        { processors, threads },
      ),
      option: engineOptions.parallelism,
    },
  ];
}
