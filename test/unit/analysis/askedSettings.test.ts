import { describe, expect, it } from 'vitest';
import { overriddenSettings, type AskedSettings } from '../../../src/analysis/askedSettings.js';
import { verdict, verdictText } from '../../../src/analysis/verdict/verdict.js';
import { jobTrace } from './jobTrace.js';

const given = {
  interval: 10_000,
  minPause: 0,
  timeout: 600_000,
  maxConcurrent: 1,
  tolerableFailures: 2,
  unaligned: false,
  alignedTimeout: 0,
  stateBackend: 'HashMapStateBackend',
  storage: 'JobManagerCheckpointStorage',
};

function said(asked: AskedSettings, checkpointing: object = given): readonly string[] {
  const source = { kind: 'flink', job: 'orders', checkpointing, asked };
  return overriddenSettings({ source, operators: [{ parallelism: 1 }, { parallelism: 4 }] });
}

describe('what a cluster has otherwise than a run asked for', () => {
  it('is said with both numbers', () => {
    expect(said({ interval: 1000, timeout: 60_000, maxConcurrent: 2 })).toEqual([
      'Asked for a checkpoint every 1.00 s; the cluster has 10.0 s.',
      'Asked for a timeout of 60.0 s; the cluster has 10 min 0 s.',
      'Asked for 2 checkpoints at once; the cluster allows 1.',
    ]);
  });

  it('is said of a cluster that takes no checkpoints by itself', () => {
    expect(said({ interval: 1000 }, { ...given, interval: undefined })).toEqual([
      'Asked for a checkpoint every 1.00 s; the cluster takes none by itself.',
    ]);
  });

  it('is said of alignment, state backend, storage and parallelism', () => {
    expect(
      said({ unaligned: true, stateBackend: 'rocksdb', storage: 's3://bucket/checkpoints', parallelism: 8 }),
    ).toEqual([
      'Asked for unaligned checkpoints; the cluster takes aligned ones.',
      'Asked for the state backend rocksdb; the cluster has HashMapStateBackend.',
      'Asked for checkpoints in s3://bucket/checkpoints; the cluster keeps them in the memory of its JobManager.',
      'Asked for a parallelism of 8; no operator has more than 4.',
    ]);
  });

  it('is said of incremental checkpoints where the state backend cannot take them', () => {
    expect(said({ incremental: true })).toEqual([
      'Asked for incremental checkpoints; HashMapStateBackend uploads all of the state each time.',
    ]);
    expect(said({ incremental: true }, { ...given, stateBackend: 'EmbeddedRocksDBStateBackend' })).toEqual(
      [],
    );
  });

  it('is nothing where all is as asked, or the trace does not have the configuration', () => {
    expect(said({ interval: 10_000, parallelism: 4, stateBackend: 'hashmap', unaligned: false })).toEqual([]);
    expect(
      overriddenSettings({ source: { kind: 'flink', job: 'x', asked: { interval: 1 } }, operators: [] }),
    ).toEqual([]);
  });

  it('is nothing where a file has something else in that place', () => {
    for (const asked of [null, 'all', [1], { interval: 'often', stateBackend: 7 }]) {
      const source = { kind: 'flink', job: 'x', checkpointing: given, asked };
      expect(overriddenSettings({ source, operators: [] })).toEqual([]);
    }
  });

  it('is in the verdict on the trace', () => {
    const trace = jobTrace({ interval: 10_000, stateBackend: 'HashMapStateBackend' });
    const asked = { ...trace, source: { ...trace.source, asked: { interval: 1000 } } };
    expect(verdictText(verdict(asked))).toMatch(
      /Asked for a checkpoint every 1\.00 s; the cluster has 10\.0 s\.$/,
    );
  });
});
