import * as l10n from '@vscode/l10n';
import type { Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { parallelismMax } from '../../trace/model.js';
import type { Duration } from './durations.js';
import { plainWord } from './phaseWords.js';
import type { TraceEvent } from './traceEvents.js';

/** Which phase of which subtask an event is about, by what it says itself. */
export interface PlaceArgs {
  /** The checkpoint's id. */
  readonly checkpoint: number;
  readonly operator: string;
  readonly subtask: number;
}

const checkpointWords = new Set(['checkpoint', 'checkpointid']);
const operatorWords = new Set([
  'operator',
  'operatorname',
  'vertex',
  'vertexname',
  'jobvertexid',
  'task',
  'taskname',
]);
const subtaskWords = new Set(['subtask', 'subtaskindex']);

/**
 * Gives a function that finds the place of an event in its args; where they name no operator, it is the process, and
 * where they name no subtask, the thread, as in `count (1/2)`. The function reports what is missing.
 */
export function placeArgs(
  events: Iterable<TraceEvent>,
): (duration: Duration, findings: Findings) => PlaceArgs | undefined {
  const processes = new Map<string, string>();
  const threads = new Map<string, string>();
  for (const { phase, name, pid, thread, args } of events) {
    if (phase !== 'M' || typeof args['name'] !== 'string') continue;
    if (name === 'process_name') processes.set(pid, args['name']);
    if (name === 'thread_name') threads.set(thread, args['name']);
  }
  return ({ args, pid, thread, path }, findings) => {
    const checkpoint = wholeOf(valueOf(args, checkpointWords), Number.MAX_SAFE_INTEGER);
    const operator = textOf(valueOf(args, operatorWords)) ?? processes.get(pid);
    const subtask =
      wholeOf(valueOf(args, subtaskWords), parallelismMax - 1) ?? subtaskOfThread(threads.get(thread));
    if (checkpoint !== undefined && operator !== undefined && subtask !== undefined) {
      return { checkpoint, operator, subtask };
    }
    const missing = Object.entries({ checkpoint, operator, subtask }).flatMap(([name, value]) =>
      value === undefined ? [name] : [],
    );
    findings.add([...path, 'args'], l10n.t('does not name: {0}', missing.join(', ')), {
      remedy: l10n.t(
        'Name "checkpoint" (its id), "operator" and "subtask" (from 0) in the args of each phase.',
      ),
    });
    return undefined;
  };
}

function valueOf(args: Fields, words: ReadonlySet<string>): unknown {
  return Object.entries(args).find(([name]) => words.has(plainWord(name)))?.[1];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function wholeOf(value: unknown, max: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  const isWhole = Number.isSafeInteger(number) && (number as number) >= 0 && (number as number) <= max;
  return isWhole ? (number as number) : undefined;
}

/** Threads and tasks count subtasks from 1. */
function subtaskOfThread(name: string | undefined): number | undefined {
  const [, position, count] = /\((\d{1,5})\/(\d{1,5})\)/.exec(name ?? '') ?? [];
  const subtask = Number(position) - 1;
  return subtask >= 0 && subtask < Number(count) && subtask < parallelismMax ? subtask : undefined;
}
