import { describe, expect, it } from 'vitest';
import { recordings, truthOf } from '../../../fixtures/flinkRecordings.js';
import { reconstructionErrors } from '../../../fixtures/reconstructionErrors.js';

const withLog = recordings.filter((recording) => (truthOf(recording)?.checkpoints.length ?? 0) > 0);

describe('a timeline from REST alone', () => {
  it.each(withLog)(
    'of %s has every lock hold and upload within its stated uncertainty of the DEBUG log',
    (recording) => {
      const errors = reconstructionErrors(recording).filter(({ border }) => /^a?sync /.test(border));
      expect(errors.length).toBeGreaterThan(20);
      expect(errors.filter(({ error, uncertainty }) => Math.abs(error) > uncertainty)).toEqual([]);
    },
  );

  it('never places an aligned lock hold too late', () => {
    const early = withLog
      .filter((recording) => !recording.includes('unaligned'))
      .flatMap(reconstructionErrors)
      .filter(({ border }) => border === 'sync start');
    expect(Math.min(...early.map(({ error }) => error))).toBeGreaterThanOrEqual(0);
  });
});
