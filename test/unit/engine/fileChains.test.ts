import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../src/engine/checkpoint/coordinator.js';
import { FileChains } from '../../../src/engine/checkpoint/fileChains.js';

function acknowledged(buildsOn?: number): ReadonlyMap<number, Acknowledgement> {
  const file = { path: 'a.state', bytes: 1, xxh64: 'ef46db3751d8e999' };
  return new Map([[0, buildsOn === undefined ? { file } : { file, buildsOn }]]);
}

/** Checkpoints in their order, each with the one that it builds on. */
function chainsOf(...checkpoints: (readonly [number, number?])[]): FileChains {
  const chains = new FileChains(1);
  for (const [checkpoint, buildsOn] of checkpoints) {
    chains.add(
      checkpoint,
      chains.withEarlier(acknowledged(buildsOn)) as ReadonlyMap<number, Acknowledgement>,
    );
  }
  return chains;
}

describe('the files of incremental checkpoints', () => {
  it('are named in the order in which a restore reads them, from the last full one on', () => {
    const chains = chainsOf([1], [2, 1], [3, 2]);
    const whole = chains.withEarlier(acknowledged(3)) as ReadonlyMap<number, Acknowledgement>;
    expect(whole.get(0)!.earlier!.map(({ path }) => path)).toEqual([
      '../chk-1/a.state',
      '../chk-2/a.state',
      '../chk-3/a.state',
    ]);
  });

  it('are not named where one that is removed had to be built on: the checkpoint fails, with the reason', () => {
    const chains = chainsOf([1], [2, 1]);
    chains.forget([1, 2]);
    expect(chains.withEarlier(acknowledged(2))).toBe(
      'it builds on checkpoint 2, which is not there any more',
    );
  });
});
