import * as l10n from '@vscode/l10n';
import type { Ms } from '../../trace/units.js';
import type { UnixMs } from '../evidence/model.js';
import type { FileDiagnostic } from '../input.js';
import { unixMsOf } from './logClock.js';
import type { LogEvent } from './logEvent.js';
import type { LogScan } from './logScan.js';

/** An event on the wall clock, and the file that has it, by its position. */
export interface TimedEvent {
  readonly event: LogEvent;
  readonly at: UnixMs;
  readonly file: number;
}

/** The events of all files in the order of time, whichever file they are in, and what is not known of their times. */
export interface EventTimes {
  readonly events: readonly TimedEvent[];
  readonly diagnostics: readonly FileDiagnostic[];
}

const zoneStep = 900_000;

/** A TaskManager's clock may be behind the JobManager's by this much. */
const clockSkew = 60_000;

/** Works out the time zones of files that do not say theirs, then sorts. */
export function timeEvents(scans: readonly LogScan[]): EventTimes {
  const triggers = knownTriggers(scans);
  const common = commonOffset(scans);
  const diagnostics: FileDiagnostic[] = [];
  const events: TimedEvent[] = [];
  for (const [file, scan] of scans.entries()) {
    const isUnknown = scan.clock.isUnknown;
    const byTriggers = isUnknown ? offsetByTriggers(scan, triggers) : undefined;
    const offset = byTriggers ?? (scan.clock.lacksDates ? undefined : (common ?? 0));
    scan.clock.settle(offset);
    if (isUnknown && scan.hasCheckpoints) {
      diagnostics.push(unknownZone(scan.file, offset, byTriggers !== undefined, common !== undefined));
    } else if (scan.clock.lacksDates && scan.hasCheckpoints) {
      diagnostics.push(missingDates(scan.file));
    }
    for (const { event, moment } of scan.events) {
      const at = unixMsOf(moment);
      if (at !== undefined) events.push({ event, at, file });
    }
  }
  // Stable: lines of one moment stay in their order.
  events.sort((a, b) => a.at - b.at);
  return { events, diagnostics };
}

/** When each checkpoint was triggered, by its id; undefined where jobs share the id. */
function knownTriggers(scans: readonly LogScan[]): ReadonlyMap<number, UnixMs | undefined> {
  const triggers = new Map<number, UnixMs | undefined>();
  for (const { events } of scans) {
    for (const { event } of events) {
      if (event.kind !== 'triggered' && !(event.kind === 'task' && event.step === 'triggerReceived')) {
        continue;
      }
      const { checkpoint, trigger } = event;
      if (checkpoint === undefined) continue;
      const isOther = triggers.has(checkpoint) && triggers.get(checkpoint) !== trigger;
      triggers.set(checkpoint, isOther ? undefined : trigger);
    }
  }
  return triggers;
}

/** A part in a checkpoint comes after its trigger: the earliest by less than a quarter of an hour, or the zone is another. */
function offsetByTriggers(scan: LogScan, triggers: ReadonlyMap<number, UnixMs | undefined>): Ms | undefined {
  let least: Ms | undefined;
  for (const { event, moment } of scan.events) {
    const trigger = 'checkpoint' in event ? triggers.get(event.checkpoint ?? -1) : undefined;
    if (trigger === undefined) continue;
    const ahead = moment.local - trigger;
    least = least === undefined ? ahead : Math.min(least, ahead);
  }
  return least === undefined ? undefined : Math.floor((least + clockSkew) / zoneStep) * zoneStep;
}

/** The distance from UTC that most runs of lines of all dated files have. */
function commonOffset(scans: readonly LogScan[]): Ms | undefined {
  const counts = new Map<Ms, number>();
  for (const { clock } of scans) {
    if (clock.lacksDates) continue;
    for (const { offset } of clock.segments) {
      if (offset !== undefined) counts.set(offset, (counts.get(offset) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function missingDates(file: string): FileDiagnostic {
  return {
    severity: 'warning',
    file,
    message: l10n.t(
      'The times have no date: it is taken from the moments in ms since 1970 that some lines carry.',
    ),
    remedy: l10n.t('Log with a date, as in {0}.', '%d{yyyy-MM-dd HH:mm:ss,SSS}'),
  };
}

const zonedPattern = '%d{yyyy-MM-dd HH:mm:ss,SSSXXX}';

function unknownZone(
  file: string,
  offset: Ms | undefined,
  byTriggers: boolean,
  byOthers: boolean,
): FileDiagnostic {
  if (offset === undefined) {
    return {
      severity: 'warning',
      file,
      message: l10n.t('The times have no date and nothing in the file tells it, so that they are left out.'),
      remedy: l10n.t(
        'Open it together with the JobManager log of the same run, or log with date and zone, as in {0}.',
        zonedPattern,
      ),
    };
  }
  return {
    severity: 'warning',
    file,
    message: assumedZone(zoneText(offset), byTriggers, byOthers),
    remedy: l10n.t(
      'Open it together with the JobManager log of the same run, or log with a zone, as in {0}.',
      zonedPattern,
    ),
  };
}

function assumedZone(zone: string, byTriggers: boolean, byOthers: boolean): string {
  if (byTriggers) {
    return l10n.t(
      'Nothing in the file tells the time zone of its times: it follows from when the other files say that the same checkpoints were triggered ({0}).',
      zone,
    );
  }
  return byOthers
    ? l10n.t(
        'Nothing in the file tells the time zone of its times: it is taken to be that of the other files ({0}).',
        zone,
      )
    : l10n.t('Nothing in the file tells the time zone of its times: it is taken to be UTC ({0}).', zone);
}

function zoneText(offset: Ms): string {
  const minutes = Math.abs(offset) / 60_000;
  if (minutes > 24 * 60) return l10n.t('with the date');
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `UTC${offset < 0 ? '-' : '+'}${hours}:${rest}`;
}
