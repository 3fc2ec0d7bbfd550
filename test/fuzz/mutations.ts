import type { Choices } from '../fixtures/choices.js';

/** Values that a format does not expect where they land. */
const strangeValues = [
  '"NaN"',
  'NaN',
  'null',
  '-1',
  '1e400',
  '-0',
  '9223372036854775807',
  '1e-400',
  '{}',
  '[]',
  'true',
  '""',
  '"__proto__"',
  `"${'x'.repeat(5000)}"`,
  '['.repeat(2000),
  '{"a":'.repeat(2000),
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
];

type Mutation = (bytes: Uint8Array, choices: Choices) => Uint8Array;

const mutations: readonly Mutation[] = [
  truncated,
  cutOut,
  flipped,
  doubled,
  withValue,
  withValue,
  withDoubledKey,
  withByteOrderMark,
  withOtherLineEnds,
  inUtf16,
  withLatinBytes,
  withNewKey,
];

/** A file with one to four mistakes in it. */
export function mutated(bytes: Uint8Array, choices: Choices): Uint8Array {
  let result = bytes;
  for (let times = 1 + choices.below(4); times > 0; times--) result = choices.of(mutations)(result, choices);
  return result;
}

function truncated(bytes: Uint8Array, choices: Choices): Uint8Array {
  return bytes.slice(0, choices.below(bytes.length + 1));
}

function cutOut(bytes: Uint8Array, choices: Choices): Uint8Array {
  const from = choices.below(bytes.length + 1);
  return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + choices.below(200)));
}

function flipped(bytes: Uint8Array, choices: Choices): Uint8Array {
  const copy = bytes.slice();
  for (let times = 1 + choices.below(8); times > 0 && copy.length > 0; times--) {
    copy[choices.below(copy.length)]! ^= 1 << choices.below(8);
  }
  return copy;
}

function doubled(bytes: Uint8Array, choices: Choices): Uint8Array {
  const from = choices.below(bytes.length + 1);
  const part = bytes.subarray(from, from + choices.below(5000));
  return joined(bytes.subarray(0, from), part, bytes.subarray(from));
}

/** Puts a strange value where a number, text, object or list begins after a colon. */
function withValue(bytes: Uint8Array, choices: Choices): Uint8Array {
  return replacedBehind(bytes, choices, 0x3a, choices.of(strangeValues));
}

function withDoubledKey(bytes: Uint8Array, choices: Choices): Uint8Array {
  const at = bytes.indexOf(0x2c, choices.below(bytes.length + 1));
  if (at === -1) return bytes;
  const end = bytes.indexOf(0x2c, at + 1);
  return joined(bytes.subarray(0, at), bytes.subarray(at, end === -1 ? at : end), bytes.subarray(at));
}

function withNewKey(bytes: Uint8Array, choices: Choices): Uint8Array {
  const at = bytes.indexOf(0x7b, choices.below(bytes.length + 1));
  if (at === -1) return bytes;
  const member = `"${choices.of(['__proto__', 'id', 'name', 'constructor', 'toString'])}":${choices.of(strangeValues)},`;
  return joined(bytes.subarray(0, at + 1), text(member), bytes.subarray(at + 1));
}

function withByteOrderMark(bytes: Uint8Array): Uint8Array {
  return joined(Uint8Array.of(0xef, 0xbb, 0xbf), bytes);
}

function withOtherLineEnds(bytes: Uint8Array): Uint8Array {
  return text(new TextDecoder().decode(bytes).replaceAll('\n', '\r\n'));
}

function inUtf16(bytes: Uint8Array, choices: Choices): Uint8Array {
  const part = new TextDecoder().decode(bytes.subarray(0, 1 + choices.below(20_000)));
  const units = Uint16Array.from(part, (character) => character.charCodeAt(0));
  return joined(Uint8Array.of(0xff, 0xfe), new Uint8Array(units.buffer));
}

function withLatinBytes(bytes: Uint8Array, choices: Choices): Uint8Array {
  const at = choices.below(bytes.length + 1);
  return joined(bytes.subarray(0, at), Uint8Array.of(0xe4, 0xf6, 0xfc, 0x00, 0xff), bytes.subarray(at));
}

function replacedBehind(bytes: Uint8Array, choices: Choices, byte: number, value: string): Uint8Array {
  const at = bytes.indexOf(byte, choices.below(bytes.length + 1));
  if (at === -1) return bytes;
  let end = at + 1;
  while (end < bytes.length && end < at + 200 && bytes[end] !== 0x2c && bytes[end] !== 0x7d) end++;
  return joined(bytes.subarray(0, at + 1), text(value), bytes.subarray(end));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
