import { describe, expect, it } from 'vitest';
import { optionWords } from '../../../src/host/runs/options/optionWords.js';
import { errorsInUse } from '../l10n/errorsInUse.js';
import { sources } from '../l10n/textsInUse.js';

describe('an error of a run that was started in VS Code', () => {
  it('names what a person can set there, and no option of a command line that nobody gave', () => {
    expect(optionWords('there is no bucket “b” at h. Make it, or name another with --storage')).toBe(
      'there is no bucket “b” at h. Make it, or name another with “Checkpoint storage” of Run with Options…',
    );
    expect(optionWords('start again with --restore latest')).toBe(
      'start again with “Start from” of Run with Options…',
    );
    expect(optionWords('--set key: the pipeline has no such parameter; it has keys.')).toBe(
      '“Parameters of the pipeline” of Run with Options…: key: the pipeline has no such parameter; it has keys.',
    );
  });

  it('is so for whatever the engine says', () => {
    const engine = new Map([...sources()].filter(([path]) => path.startsWith('src/engine/')));
    // The AWS command line has options of its own.
    const errors = errorsInUse(engine).filter((error) => !error.includes('aws configure'));
    expect(errors.filter((error) => error.includes('--storage')).length).toBeGreaterThan(0);
    expect(errors.map(optionWords).filter((error) => /(^|\s)--[a-z]/.test(error))).toEqual([]);
  });

  it('keeps what only looks like an option', () => {
    const said = 'cannot write /data/--storage/x and /a--restore: --restarted is unknown';
    expect(optionWords(said)).toBe(said);
  });
});
