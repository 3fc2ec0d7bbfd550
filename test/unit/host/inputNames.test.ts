import { describe, expect, it } from 'vitest';
import { inputNames } from '../../../src/host/inputs/inputNames.js';

describe('the names of inputs that open together', () => {
  it.each([
    [['/logs/jm.log'], ['jm.log']],
    [
      ['/logs/jm.log', '/logs/tm.log'],
      ['jm.log', 'tm.log'],
    ],
    [
      ['/host-a/logs/tm.log', '/host-b/logs/tm.log'],
      ['host-a/logs/tm.log', 'host-b/logs/tm.log'],
    ],
    [
      ['/run', '/run/jobs'],
      ['run', 'run/jobs'],
    ],
    [
      ['/run/jobs/', '/run/logs'],
      ['jobs', 'logs'],
    ],
    [['/'], ['']],
  ])('of %j are %j: as short as tells them apart', (paths, names) => {
    expect(inputNames(paths)).toEqual(names);
  });
});
