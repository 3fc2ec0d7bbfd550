import { describe, expect, it } from 'vitest';
import { comparedInputs, comparisonAddress } from '../../../src/host/inputs/comparisonAddress.js';

const inputs = [
  { uri: 'file:///a/heap.ckpt.json', label: 'heap.ckpt.json' },
  { uri: 'file:///a/rocksdb.ckpt.json', label: 'rocksdb.ckpt.json', checkpoint: 3 },
];

describe('the address of a comparison', () => {
  it('keeps what is compared, and reads as its name in a tab', () => {
    const address = comparisonAddress(inputs);
    expect(address.path).toBe('/heap.ckpt.json ↔ rocksdb.ckpt.json');
    expect(comparedInputs(address)).toEqual(inputs);
  });

  it('has one step in its path, whatever the names, so that the tab shows all of it', () => {
    const { path } = comparisonAddress([
      { uri: 'file:///a/x', label: 'a/x' },
      { uri: 'file:///b/x', label: 'b/x' },
    ]);
    expect(path.split('/')).toHaveLength(2);
  });

  it.each([
    ['other scheme', { ...comparisonAddress(inputs), scheme: 'file' }],
    ['no JSON', { ...comparisonAddress(inputs), query: '{' }],
    ['one input', comparisonAddress(inputs.slice(0, 1))],
    ['too many', comparisonAddress(Array.from({ length: 7 }, () => inputs[0]!))],
    ['no label', { ...comparisonAddress(inputs), query: '[{"uri":"file:///a"},{"uri":"file:///b"}]' }],
    [
      'no number',
      { ...comparisonAddress(inputs), query: JSON.stringify([inputs[0], { ...inputs[1], checkpoint: 'x' }]) },
    ],
    ['null', { ...comparisonAddress(inputs), query: '[null,null]' }],
  ])('that was tampered with is none: %s', (_, address) => {
    expect(comparedInputs(address)).toBeUndefined();
  });
});
