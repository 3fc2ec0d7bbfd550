import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inputListAddress,
  inputListLabel,
  inputListOf,
  inputListScheme,
  longestInputList,
} from '../../../src/host/inputs/inputList.js';

const uris = fc.array(fc.webUrl(), { minLength: 1, maxLength: 20 });

describe('the address of several inputs', () => {
  it('says exactly the files and folders that it was made of', () => {
    fc.assert(
      fc.property(uris, fc.string({ minLength: 1 }), (list, label) => {
        expect(inputListOf(inputListAddress({ label, uris: list }))).toEqual({ label, uris: list });
      }),
    );
  });

  it('is not seen in the address of a file', () => {
    const { path, query } = inputListAddress({ label: 'a', uris: ['file:///a'] });
    expect(inputListOf({ scheme: 'file', path, query })).toBeUndefined();
  });

  it.each([
    ['no JSON', '['],
    ['not a list', '{"0": "file:///a"}'],
    ['empty', '[]'],
    ['of something else', '[1]'],
    ['endless', JSON.stringify(Array.from({ length: longestInputList + 1 }, () => 'file:///a'))],
  ])('says nothing where it was tampered with: %s', (_, query) => {
    expect(inputListOf({ scheme: inputListScheme, path: '/a', query })).toBeUndefined();
  });
});

describe('the name of several inputs', () => {
  it.each([
    [['jobs'], 'jobs'],
    [['jobmanager.log', 'taskmanager.log'], 'jobmanager.log and 1 more'],
    [['a', 'b', 'c'], 'a and 2 more'],
  ])('of %j is %s', (names, label) => {
    expect(inputListLabel(names)).toBe(label);
  });
});
