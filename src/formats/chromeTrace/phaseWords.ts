import { phases, type Phase } from '../../trace/model.js';

/** Flink's words for phases beside ours: its Web UI's, its REST API's and its trace reporters', as {@link plainWord}. */
const flinkWords: Readonly<Record<Phase, readonly string[]>> = {
  startDelay: ['checkpointstartdelay'],
  alignment: ['checkpointalignment'],
  preBarrier: ['preparesnapshotprebarrier'],
  sync: ['synccheckpoint', 'checkpointsync', 'synchronous'],
  async: ['asynccheckpoint', 'checkpointasync', 'asynchronous'],
  ack: ['acknowledgement', 'acknowledge'],
};

const byWord = new Map<string, Phase>(
  phases.flatMap((phase) =>
    [phase, phase.toLowerCase(), ...flinkWords[phase]].map((word) => [word, phase] as const),
  ),
);

/** No word for a phase is nearly as long. */
const longestName = 60;

/** The phase that an event's name means, if it means one. */
export function phaseOfName(name: string): Phase | undefined {
  if (name.length > longestName) return undefined;
  const known = byWord.get(name);
  if (known !== undefined) return known;
  const word = plainWord(name);
  return byWord.get(word) ?? byWord.get(word.replace(/(?:duration|time|phase)?(?:ms|nanos)?$/, ''));
}

/** Without case and without what stands between words: `Sync Duration`, `sync_duration` and `syncDuration` are one. */
export function plainWord(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
