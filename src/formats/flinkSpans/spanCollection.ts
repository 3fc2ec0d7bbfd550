import * as l10n from '@vscode/l10n';
import type { FileDiagnostic, InputContent } from '../input.js';
import type { UnixMs } from '../evidence/model.js';
import type { Attributes } from './attributes.js';
import type { FlinkEvent } from './event.js';
import type { FlinkSpan } from './span.js';
import { spanEvidence } from './spanEvidence.js';

/** A span as an export has it: its parent is named, and may come later, in another file, or never. */
export interface ExportedSpan {
  /** Ids as they are written; empty where there is none. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly start: UnixMs;
  readonly end: UnixMs;
  readonly attributes: Attributes;
}

/** Flink's spans, each below the ones before it: a span can only be within one of an earlier name. */
const spanNames = ['JobInitialization', 'Checkpoint', 'Checkpoint_Task', 'Checkpoint_Subtask'];

const eventNames = ['CheckpointEvent', 'JobStatusChangeEvent'];

/** A message names no more of the spans that it found. */
const foreignNamesMax = 10;

/** A name of a span that is none of Flink's may have any length. */
const foreignNameLength = 60;

export function isFlinkSpan(name: string): boolean {
  return spanNames.includes(name);
}

export function isFlinkEvent(name: string): boolean {
  return eventNames.includes(name);
}

type MutableSpan = Omit<FlinkSpan, 'children'> & { readonly children: FlinkSpan[] };

interface Kept {
  readonly exported: ExportedSpan;
  readonly span: MutableSpan;
}

/** What files of exported spans hold: Flink's spans by their ids, each once, and the names of others. */
export class SpanCollection {
  private readonly byId = new Map<string, Map<string, Kept>>();
  private readonly withoutId: FlinkSpan[] = [];
  private readonly events: FlinkEvent[] = [];
  private readonly files = new Map<string, { flink: number; others: number; readonly names: Set<string> }>();

  /** Takes one of Flink's spans; see {@link isFlinkSpan}. */
  addSpan(file: string, exported: ExportedSpan): void {
    this.fileOf(file).flink += 1;
    const { traceId, spanId, name, start, end, attributes } = exported;
    const span = { name, start, end, attributes, children: [] };
    if (spanId === '') {
      this.withoutId.push(span);
      return;
    }
    const ofTrace = this.byId.get(traceId) ?? new Map<string, Kept>();
    this.byId.set(traceId, ofTrace);
    if (!ofTrace.has(spanId)) ofTrace.set(spanId, { exported, span });
  }

  /** Takes one of Flink's events; see {@link isFlinkEvent}. */
  addEvent(file: string, event: FlinkEvent): void {
    this.fileOf(file).flink += 1;
    this.events.push(event);
  }

  /** Counts a span that is none of Flink's. */
  addForeign(file: string, name: string): void {
    const found = this.fileOf(file);
    found.others += 1;
    if (found.names.size < foreignNamesMax) found.names.add(name.slice(0, foreignNameLength));
  }

  /** Joins the spans and gives what they say of jobs. */
  content(diagnostics: readonly FileDiagnostic[]): InputContent {
    return {
      evidence: spanEvidence(this.roots(), this.events),
      traces: [],
      diagnostics: [...diagnostics, ...this.withoutFlink()],
    };
  }

  private fileOf(file: string): { flink: number; others: number; readonly names: Set<string> } {
    let found = this.files.get(file);
    if (found === undefined) {
      found = { flink: 0, others: 0, names: new Set() };
      this.files.set(file, found);
    }
    return found;
  }

  /** Spans whose parent is nowhere are roots: they say by themselves what they belong to. */
  private roots(): readonly FlinkSpan[] {
    const roots = [...this.withoutId];
    for (const ofTrace of this.byId.values()) {
      for (const { exported, span } of ofTrace.values()) {
        const parent = ofTrace.get(exported.parentId)?.span;
        if (parent !== undefined && rank(parent) < rank(span)) parent.children.push(span);
        else roots.push(span);
      }
    }
    return roots;
  }

  private withoutFlink(): readonly FileDiagnostic[] {
    return [...this.files]
      .filter(([, { flink, others }]) => flink === 0 && others > 0)
      .map(([file, { others, names }]) => {
        const called = quoted([...names]);
        const like = names.size === foreignNamesMax ? l10n.t('{0} and the like', called) : called;
        return {
          severity: 'warning',
          file,
          message:
            others === 1
              ? l10n.t('Flink’s checkpoints are not in the file: its only span is called {0}.', like)
              : l10n.t('Flink’s checkpoints are not in the file: its {count} spans are called {names}.', {
                  count: others,
                  names: like,
                }),
          remedy: l10n.t('Export the spans of Flink’s JobManager, which are called {0}.', quoted(spanNames)),
        };
      });
  }
}

function rank({ name }: FlinkSpan): number {
  return spanNames.indexOf(name);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
