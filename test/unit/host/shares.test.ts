import { expect, it, vi } from 'vitest';
import { Shares } from '../../../src/host/shares.js';

it('makes a thing for the first who asks, and ends it with the last one, who may say so twice', () => {
  const shares = new Shares<string, { dispose(): void }>();
  const ended = vi.fn();
  const make = vi.fn(() => ({ dispose: ended }));
  const [one, other] = [shares.acquire('a', make), shares.acquire('a', make)];
  expect(other.value).toBe(one.value);
  one.dispose();
  one.dispose();
  expect(ended).not.toHaveBeenCalled();
  other.dispose();
  expect(ended).toHaveBeenCalledOnce();
  expect(shares.acquire('a', make).value).not.toBe(one.value);
  expect(make).toHaveBeenCalledTimes(2);
});
