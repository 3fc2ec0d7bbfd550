import { describe, expect, it } from 'vitest';
import type { JobEvidence, SubtaskEvidence } from '../../../../src/formats/evidence/model.js';
import { otlpJsonReader } from '../../../../src/formats/flinkSpans/otlpJson.js';
import { otlpProtobufReader } from '../../../../src/formats/flinkSpans/otlpProtobuf.js';
import { spanEvidence } from '../../../../src/formats/flinkSpans/spanEvidence.js';
import type { InputContent } from '../../../../src/formats/input.js';
import {
  endingJob,
  flat,
  flatJob,
  loggedSpans,
  protobufRequests,
  recorded,
  recordedBelow,
  restBody,
  spansOf,
  traced,
  tracedJob,
  type RestCheckpoint,
  type RestSubtask,
} from './recordings.js';

const jsonFile = recorded(`${traced}/otlp/traces.jsonl`);

function onlyJob({ evidence, diagnostics }: InputContent): JobEvidence {
  expect(diagnostics).toEqual([]);
  expect(evidence).toHaveLength(1);
  return evidence[0]!;
}

function restSubtask(vertex: string, rest: RestSubtask): SubtaskEvidence {
  return {
    vertex,
    subtask: rest.index,
    outcome: 'acknowledged',
    startDelay: rest.start_delay,
    alignment: rest.alignment.duration,
    sync: rest.checkpoint.sync,
    async: rest.checkpoint.async,
    ack: rest.ack_timestamp!,
    checkpointedBytes: rest.checkpointed_size,
    fullBytes: rest.state_size,
    processedBytes: rest.alignment.processed,
    persistedBytes: rest.alignment.persisted,
    unaligned: rest.unaligned_checkpoint,
  };
}

describe('the recorded spans of one job', () => {
  const job = onlyJob(otlpJsonReader.read([jsonFile]));

  it('say the same as JSON, as protobuf and as log lines', () => {
    expect(onlyJob(otlpProtobufReader.read(protobufRequests('traces')))).toEqual(job);
    expect(spanEvidence(loggedSpans(`${traced}/traces/slf4j-spans.log`))).toEqual([job]);
    expect(spanEvidence(loggedSpans(`${traced}/logs/jobmanager.log.gz`))).toEqual([job]);
  });

  it('count once where an export is there twice', () => {
    expect(onlyJob(otlpJsonReader.read([jsonFile, { ...jsonFile, name: 'copy.jsonl' }]))).toEqual(job);
    const requests = protobufRequests('traces');
    expect(onlyJob(otlpProtobufReader.read([...requests, ...requests]))).toEqual(job);
    const logged = loggedSpans(`${traced}/traces/slf4j-spans.log`);
    expect(spanEvidence([...logged, ...logged])).toEqual([job]);
  });

  it('are nine completed checkpoints of twelve subtasks and one restore', () => {
    expect(job).toMatchObject({ origin: 'spans', jobId: tracedJob, name: 'traced' });
    expect(job.checkpoints.map(({ id, status, subtasks }) => [id, status, subtasks?.length])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => [id, 'completed', 12]),
    );
    const { latest } = restBody(`${traced}/jobs/${tracedJob}/checkpoints.json`) as {
      latest: { restored: { id: number; restore_timestamp: number } };
    };
    expect(job.restores).toEqual([{ checkpoint: latest.restored.id, at: latest.restored.restore_timestamp }]);
  });

  it('have the numbers that REST has, of each checkpoint and each subtask', () => {
    for (const checkpoint of job.checkpoints) {
      const path = `${traced}/jobs/${tracedJob}/checkpoints/details/${checkpoint.id}`;
      const rest = restBody(`${path}.json`) as RestCheckpoint;
      const { subtasks, ...facts } = checkpoint;
      expect(facts).toEqual({
        id: rest.id,
        trigger: rest.trigger_timestamp,
        status: rest.status.toLowerCase(),
        kind: 'checkpoint',
        type: rest.checkpoint_type,
        latestAck: rest.latest_ack_timestamp,
        checkpointedBytes: rest.checkpointed_size,
        fullBytes: rest.state_size,
      });
      const restSubtasks = Object.keys(rest.tasks).flatMap((vertex) => {
        const task = restBody(`${path}/subtasks/${vertex}.json`) as { subtasks: RestSubtask[] };
        return task.subtasks.map((subtask) => restSubtask(vertex, subtask));
      });
      const byPlace = (a: SubtaskEvidence, b: SubtaskEvidence) =>
        a.vertex.localeCompare(b.vertex) || a.subtask - b.subtask;
      expect([...subtasks!].sort(byPlace)).toEqual(restSubtasks.sort(byPlace));
    }
  });

  it('put the vertices into the order of the graph, each after what it takes its input from', () => {
    const { plan } = restBody(`${traced}/jobs/${tracedJob}/plan.json`) as {
      plan: { nodes: { id: string; inputs?: { id: string }[] }[] };
    };
    const order = job.vertices.map(({ id }) => id);
    expect([...order].sort()).toEqual(plan.nodes.map(({ id }) => id).sort());
    for (const { id, inputs = [] } of plan.nodes) {
      for (const input of inputs) expect(order.indexOf(input.id)).toBeLessThan(order.indexOf(id));
    }
  });
});

describe('spans with the recorded numbers of a job whose sources end', () => {
  /** The spans that Flink would have reported: they have the numbers of REST. */
  const spans = recordedBelow(`${endingJob}/checkpoints/details`)
    .flatMap(({ name }) => /details\/(\d+)\.json$/.exec(name)?.[1] ?? [])
    .flatMap((id) => {
      const rest = restBody(`${endingJob}/checkpoints/details/${id}.json`) as RestCheckpoint;
      return spansOf(rest, (vertex) => {
        const path = `${endingJob}/checkpoints/details/${id}/subtasks/${vertex}.json`;
        return (restBody(path) as { subtasks: RestSubtask[] }).subtasks;
      });
    });

  it('tell which subtasks had finished before', () => {
    const [job] = spanEvidence(spans);
    const { plan } = restBody(`${endingJob}/plan.json`) as {
      plan: { nodes: { id: string; description: string }[] };
    };
    const finished = job!.checkpoints.map(({ id, subtasks = [] }) => {
      const vertices = new Set(
        subtasks.filter(({ outcome }) => outcome === 'finished').map(({ vertex }) => vertex),
      );
      const sources = plan.nodes
        .filter((node) => vertices.has(node.id))
        .map(({ description }) => description);
      return [id, sources.map((description) => /payments|refunds/.exec(description)?.[0]).sort()];
    });
    expect(finished.slice(0, 7)).toEqual([
      [1, []],
      [2, []],
      [3, []],
      [4, ['payments']],
      [5, ['payments']],
      [6, ['payments', 'refunds']],
      [7, ['payments', 'refunds']],
    ]);
  });
});

describe('the recorded events of one job', () => {
  const events = recorded(`${traced}/otlp/logs.jsonl`);
  const job = onlyJob(otlpJsonReader.read([events]));

  it('say of each checkpoint what its span says, but not when it was triggered', () => {
    const ofSpans = onlyJob(otlpJsonReader.read([jsonFile]));
    expect(job.checkpoints).toEqual(
      ofSpans.checkpoints.map(({ trigger, subtasks, ...rest }) => {
        expect(trigger).toBeDefined();
        expect(subtasks).toBeDefined();
        return rest;
      }),
    );
    expect(job.state).toBe('CANCELED');
  });

  it('say the same as protobuf', () => {
    expect(onlyJob(otlpProtobufReader.read(protobufRequests('logs')))).toEqual(job);
  });

  it('add the state of the job to its spans', () => {
    const ofSpans = onlyJob(otlpJsonReader.read([jsonFile]));
    expect(onlyJob(otlpJsonReader.read([events, jsonFile]))).toEqual({ ...ofSpans, state: 'CANCELED' });
  });
});

describe('the recorded spans of Flink 1.20, which has none of subtasks', () => {
  const [job] = spanEvidence(loggedSpans(`${flat}/traces/slf4j-spans.log`));

  it('say of the checkpoints what REST says', () => {
    expect(job).toMatchObject({ jobId: flatJob, vertices: [] });
    expect(job!.checkpoints).toHaveLength(14);
    for (const checkpoint of job!.checkpoints) {
      const rest = restBody(
        `${flat}/jobs/${flatJob}/checkpoints/details/${checkpoint.id}.json`,
      ) as RestCheckpoint;
      expect(checkpoint).toMatchObject({
        id: rest.id,
        trigger: rest.trigger_timestamp,
        status: rest.status.toLowerCase(),
        latestAck: rest.latest_ack_timestamp,
      });
      // The sizes of a failed checkpoint go on to grow after its span was reported.
      const sizes =
        rest.status === 'COMPLETED' ? [rest.checkpointed_size, rest.state_size] : [undefined, undefined];
      expect([checkpoint.checkpointedBytes, checkpoint.fullBytes]).toEqual(sizes);
    }
  });

  it('do not say what was a savepoint', () => {
    const savepoint = job!.checkpoints.find(({ id }) => id === 2)!;
    expect(savepoint).not.toHaveProperty('kind');
    expect(savepoint).not.toHaveProperty('type');
  });
});
