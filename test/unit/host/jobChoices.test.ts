import { describe, expect, it } from 'vitest';
import { JobChoices, mostJobChoices, type ChoiceStore } from '../../../src/host/trace/jobChoices.js';

function store(): ChoiceStore & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}

describe('the chosen job of an input', () => {
  it('is kept across windows', async () => {
    const kept = store();
    await new JobChoices(kept).keep('file:///logs', 'b');
    expect(new JobChoices(kept).of('file:///logs')).toBe('b');
    expect(new JobChoices(kept).of('file:///other')).toBeUndefined();
  });

  it('can be changed', async () => {
    const choices = new JobChoices(store());
    await choices.keep('file:///logs', 'b');
    await choices.keep('file:///logs', 'a');
    expect(choices.of('file:///logs')).toBe('a');
  });

  it('is forgotten after many others, so that the store does not grow for ever', async () => {
    const choices = new JobChoices(store());
    for (let i = 0; i <= mostJobChoices; i++) await choices.keep(`file:///${i}`, 'a');
    expect(choices.of('file:///0')).toBeUndefined();
    expect(choices.of('file:///1')).toBe('a');
  });
});
