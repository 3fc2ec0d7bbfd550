import * as l10n from '@vscode/l10n';
import { isFields } from '../../trace/json/fields.js';
import { Findings, shown } from '../../trace/json/findings.js';
import type { JobId } from '../evidence/model.js';
import type { FormatReader, InputContent, InputFile } from '../input.js';
import { bodyKind, type BodyKind } from './bodyKind.js';
import { outermostFirst } from './clusterAnswers.js';
import { FileDiagnostics, textOf } from './fileDiagnostics.js';
import { readJobs } from './jobBody.js';
import { headOf, parseJson } from './jsonText.js';
import { jobOfBody, RestAnswers } from './restAnswers.js';
import { parseRestPath, type RestPath } from './restPath.js';

/**
 * Reads bodies of Flink's REST API that were saved as files: a single one, or a folder, best one that mirrors the paths of
 * the API, as that of a history server does. The folder says which job a body belongs to where neither its content nor its
 * name does: the only job of the nearest folder that has any.
 */
export const restBodyReader: FormatReader = {
  format: l10n.t('Flink REST answer'),
  recognizes: ({ name, bytes }) => {
    const value = headOf(bytes);
    if (value === undefined) return false;
    return bodyKind(value) !== undefined || isOfNoUse(value, parseRestPath(name));
  },
  read: readBodies,
};

/** What stands between the answers in a mirrored folder and says nothing of checkpoints, such as `[]` for no metrics. */
function isOfNoUse(value: unknown, { route }: RestPath): boolean {
  return (isFields(value) || Array.isArray(value)) && route.startsWith('jobs/:id/');
}

interface Body {
  readonly file: InputFile;
  readonly path: RestPath;
  readonly value: unknown;
  readonly kind: BodyKind | undefined;
}

function readBodies(files: readonly InputFile[]): InputContent {
  const diagnostics = new FileDiagnostics();
  const bodies = files.flatMap((file) => readBody(file, diagnostics));
  const jobs = new JobsByFolder(bodies);
  const answers = new RestAnswers();
  for (const { file, path, value } of bodies) {
    const findings = new Findings();
    const job = path.job ?? jobs.nearest(path.base);
    const known = job === undefined ? path : { ...path, job };
    answers.add({ path: known, value, cluster: path.base }, findings);
    if (findings.isEmpty) continue;
    for (const diagnostic of findings.in(textOf(file, diagnostics) ?? '')) {
      diagnostics.add(file.name, diagnostic);
    }
  }
  return { evidence: answers.evidence(), traces: [], diagnostics: diagnostics.list() };
}

function readBody(file: InputFile, diagnostics: FileDiagnostics): readonly Body[] {
  const text = textOf(file, diagnostics);
  if (text === undefined) return [];
  const { value, diagnostics: damage } = parseJson(text);
  for (const diagnostic of damage) diagnostics.add(file.name, diagnostic);
  const kind = bodyKind(value);
  const path = parseRestPath(file.name);
  // Backpressure has an error for an answer as long as there are no metrics.
  if (kind === 'errors' && !path.route.endsWith('/backpressure')) {
    const [first] = (value as { readonly errors: readonly unknown[] }).errors;
    diagnostics.add(file.name, {
      severity: 'warning',
      message: l10n.t('Flink answered with an error: {0}.', shown(first)),
    });
  }
  const isTooLittle = damage.length > 0 && kind === undefined;
  return value === undefined || isTooLittle ? [] : [{ file, path, value, kind }];
}

/** Which jobs the bodies in a folder and below it name. */
class JobsByFolder {
  private readonly named = new Map<string, Set<JobId>>();
  private readonly listed = new Map<string, Set<JobId>>();

  constructor(bodies: readonly Body[]) {
    for (const { kind, value, path } of bodies) {
      if (kind === undefined) continue;
      const job = jobOfBody(kind, value) ?? path.job;
      if (job !== undefined) addTo(this.named, path.base, job);
      if (kind === 'jobs' && isFields(value)) {
        for (const { id } of readJobs(value, new Findings())) {
          if (id !== undefined) addTo(this.listed, path.base, id);
        }
      }
    }
  }

  /** The only job of the nearest folder that has any; of a list of jobs where no body names one. */
  nearest(folder: string): JobId | undefined {
    return onlyOf(this.named, folder) ?? (this.named.size === 0 ? onlyOf(this.listed, folder) : undefined);
  }
}

function addTo(jobs: Map<string, Set<JobId>>, base: string, job: JobId): void {
  for (const folder of outermostFirst(base)) jobs.set(folder, (jobs.get(folder) ?? new Set()).add(job));
}

function onlyOf(jobs: ReadonlyMap<string, ReadonlySet<JobId>>, folder: string): JobId | undefined {
  const nearest = outermostFirst(folder)
    .toReversed()
    .find((outer) => jobs.has(outer));
  const [first, ...others] = nearest === undefined ? [] : [...jobs.get(nearest)!];
  return others.length === 0 ? first : undefined;
}
