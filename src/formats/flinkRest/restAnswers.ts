import * as l10n from '@vscode/l10n';
import { isFields, type Fields } from '../../trace/json/fields.js';
import { shown, type Findings } from '../../trace/json/findings.js';
import type { JobEvidence, JobId } from '../evidence/model.js';
import { bodyKind, type BodyKind } from './bodyKind.js';
import { ClusterAnswers } from './clusterAnswers.js';
import { JobAnswers } from './jobAnswers.js';
import { readJobs, type JobSummary } from './jobBody.js';
import { RestFields } from './restFields.js';
import type { RestAnswer } from './restAnswer.js';
import { evidenceRoutes } from './restPath.js';
import { readTaskManagers } from './vertexBody.js';

interface JobAt {
  readonly answers: JobAnswers;
  readonly places: Set<string>;
}

/**
 * Collects answers of Flink's REST API, whatever carried them, and makes evidence of them, one for each job. What a body is
 * is known by its content; the path says which job, vertex and checkpoint it belongs to where the body does not.
 */
export class RestAnswers {
  private readonly jobs = new Map<string, JobAt>();
  private readonly listed = new Map<JobId, JobSummary>();
  private readonly clusters = new ClusterAnswers();

  /** What is wrong with the body goes to `findings`, with paths in the body. */
  add(answer: RestAnswer, findings: Findings): void {
    const { value, cluster, path } = answer;
    const kind = bodyKind(value);
    switch (kind) {
      case undefined:
        // An empty list is what Flink says of metrics that it has not yet.
        if (Array.isArray(value) && value.length === 0) break;
        if (evidenceRoutes.has(path.route)) {
          findings.add([], l10n.t('is {0} that Flink does not answer there', shown(value)));
        }
        break;
      case 'jobs':
        for (const job of readJobs(value as Fields, findings)) {
          if (job.id !== undefined) this.listed.set(job.id, job);
        }
        break;
      case 'cluster': {
        const version = new RestFields(value as Fields, [], findings).text('flink-version');
        if (version !== undefined) this.clusters.addVersion(cluster, version);
        break;
      }
      case 'taskManagers':
        this.clusters.addTaskManagers(cluster, readTaskManagers(value as Fields, findings));
        break;
      case 'errors':
        break;
      case 'checkpoints':
      case 'checkpoint':
      case 'subtasks':
      case 'checkpointConfig':
      case 'job':
      case 'plan':
      case 'jobConfig':
      case 'exceptions':
      case 'vertex':
      case 'backpressure':
      case 'metrics':
        this.job(jobOfBody(kind, value) ?? path.job ?? '', cluster).add(kind, answer, findings);
    }
  }

  evidence(): readonly JobEvidence[] {
    return [...this.jobs.values()].map(({ answers, places }) => {
      const listed = this.listed.get(answers.id);
      if (listed !== undefined) answers.addListed(listed);
      return answers.evidence(this.clusters.factsOf(places));
    });
  }

  /** Jobs that nothing names are told apart by where they are. */
  private job(id: JobId, cluster: string): JobAnswers {
    const key = id === '' ? `in ${cluster}` : id;
    const known = this.jobs.get(key) ?? { answers: new JobAnswers(id), places: new Set<string>() };
    this.jobs.set(key, known);
    known.places.add(cluster);
    return known.answers;
  }
}

/** The job that a body names itself. */
export function jobOfBody(kind: BodyKind, value: unknown): JobId | undefined {
  if (!isFields(value)) return undefined;
  const named = kind === 'plan' && isFields(value['plan']) ? value['plan'] : value;
  const id = Object.hasOwn(named, 'jid') ? named['jid'] : undefined;
  return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}
