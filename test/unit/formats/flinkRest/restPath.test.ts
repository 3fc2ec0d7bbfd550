import { describe, expect, it } from 'vitest';
import { parseRestPath } from '../../../../src/formats/flinkRest/restPath.js';

const job = '1'.repeat(32);
const vertex = '2'.repeat(32);

describe('the path of an answer', () => {
  it.each([
    [`/jobs/${job}`, 'jobs/:id', { job, base: '' }],
    [`/v1/jobs/${job}/checkpoints`, 'jobs/:id/checkpoints', { job, base: '' }],
    [`saved/jobs/${job}.json`, 'jobs/:id', { job, base: 'saved' }],
    [
      `https://host:8081/proxy/app_1/v1/jobs/${job}/checkpoints/details/12/subtasks/${vertex}`,
      'jobs/:id/checkpoints/details/:id/subtasks/:id',
      { job, vertex, checkpoint: 12, base: 'https:/host:8081/proxy/app_1' },
    ],
    [
      `/jobs/${job}/vertices/${vertex}/subtasks/metrics?get=numRecordsIn&subtasks=7`,
      'jobs/:id/vertices/:id/subtasks/metrics',
      { job, vertex, subtask: 7 },
    ],
    [
      `/jobs/${job}/vertices/${vertex}/metrics?get=0.numRecordsIn`,
      'jobs/:id/vertices/:id/metrics',
      { job, vertex },
    ],
    ['jobs/overview.json', 'jobs/overview', { base: '' }],
    ['http://host/base/config', 'config', { base: 'http:/host/base' }],
    [`/applications/${job}/jobmanager/config`, 'applications/:id/jobmanager/config', {}],
    [`details/4/subtasks/${vertex}.json`, 'details/:id/subtasks/:id', { vertex, checkpoint: 4, base: '' }],
    [`a/subtasks-4-${vertex}.json`, `subtasks-4-${vertex}`, { vertex, base: 'a' }],
    [`checkpoints_${job}.json`, `checkpoints_${job}`, { job }],
    [`${job}-${vertex}.json`, `${job}-${vertex}`, { job, vertex }],
  ])('%s', (path, route, ids) => {
    expect(parseRestPath(path)).toMatchObject({ route, ...ids });
  });

  it('that says nothing has no ids', () => {
    expect(parseRestPath('')).toEqual({ route: '', base: '', lastName: '' });
    expect(parseRestPath('download (3).txt')).toEqual({
      route: 'download (3).txt',
      base: '',
      lastName: 'download (3).txt',
    });
  });
});
