import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newest, traceNames } from '../../../src/host/lenses/newestTrace.js';
import { snapshotModes } from '../../../src/host/manifest.js';
import { pipelineName, runArguments, tracePath } from '../../../src/host/runs/runRequest.js';

const definition = join('/', 'my folder', 'orders.pipeline.ts');
const request = {
  definition,
  snapshot: 'copy-on-write',
  checkpoints: 3,
  interval: '500ms',
  unaligned: true,
  incremental: true,
  maxConcurrent: 3,
} as const;

describe('a run from the editor', () => {
  it('tells the command line everything, each in an argument of its own', () => {
    expect(runArguments(request)).toEqual([
      'run',
      definition,
      ...['--snapshot', 'copy-on-write'],
      ...['--checkpoints', '3'],
      ...['--interval', '500ms'],
      '--unaligned',
      '--incremental',
      ...['--trace', join('/', 'my folder', '.checkpoint-lens', 'orders.copy-on-write.ckpt.json')],
    ]);
  });

  it('lets several checkpoints go at once only where they are aligned', () => {
    const concurrent = ['--max-concurrent', '3'];
    expect(runArguments(request)).not.toEqual(expect.arrayContaining(concurrent));
    expect(runArguments({ ...request, unaligned: false })).toEqual(expect.arrayContaining(concurrent));
  });

  it('uploads only what has changed where the snapshot is copy-on-write, whatever the setting says', () => {
    expect(runArguments(request)).toContain('--incremental');
    for (const snapshot of ['full-copy', 'blocking'] as const) {
      expect(runArguments({ ...request, snapshot })).not.toContain('--incremental');
    }
  });

  it('writes one trace a snapshot mode, so that none overwrites another', () => {
    const paths = snapshotModes.map((snapshot) => tracePath({ definition, snapshot }));
    expect(new Set(paths).size).toBe(snapshotModes.length);
  });

  it('writes where the lenses look', () => {
    const names = traceNames(pipelineName(definition));
    for (const snapshot of snapshotModes) {
      const paths = names.map((name) => join('/', 'my folder', '.checkpoint-lens', name));
      expect(paths).toContain(tracePath({ definition, snapshot }));
    }
    expect(names).toContain('orders.ckpt.json');
  });
});

describe('the newest trace', () => {
  it('is the one written last, whichever mode it is of', () => {
    expect(newest([{ modified: 2 }, { modified: 9 }, { modified: 5 }])).toEqual({ modified: 9 });
    expect(newest<{ modified: number }>([])).toBeUndefined();
  });
});
