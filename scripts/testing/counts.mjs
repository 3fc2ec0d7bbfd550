import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../setup/repository.mjs';

/** `failures` says which tests failed, each with the first line of its reason and its place, where the runner tells. */
/** @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly string[] }} Counts */

/** A check that is not made of tests counts as one. */
export function single(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Counts of a vitest run, from the file that its JSON reporter wrote. */
export function vitestCounts(file, code) {
  if (!existsSync(file)) return single(false);
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that could not be loaded, and an error outside of tests, fail the run without a failed test.
  const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1);
  return sound({
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(failuresIn),
  });
}

/** Of one file: its failed tests, or why it could not be loaded. */
function failuresIn({ name: path, status, message, assertionResults }) {
  const file = relative(repository, path);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${file}: ${reasonIn(message)}`] : [];
  return failed.map(({ fullName, failureMessages: [reason] }) => `${file}: ${fullName}: ${reasonIn(reason)}`);
}

/** The first line of a reason, and the first place of its stack that is ours. */
function reasonIn(text = 'no reason given') {
  const [first, ...stack] = text.split('\n');
  const place = stack.map(placeIn).find((found) => found !== undefined);
  return place === undefined ? first : `${first} (${place})`;
}

/** `FILE:LINE:COLUMN` of a line of a stack, below the repository; undefined where that is no code of ours. */
function placeIn(line) {
  const [, address = '', position] = /^\s+at (?:.* )?\(?(\S+?)(:\d+:\d+)\)?$/.exec(line) ?? [];
  const path = address.startsWith('file:') ? fileURLToPath(address) : address;
  const below = relative(repository, path);
  const isOurs = isAbsolute(path) && !/^\.\.|node_modules/.test(below) && !isAbsolute(below);
  return isOurs ? below + position : undefined;
}

/** Counts of a mocha run, from the summary that its spec reporter prints. */
export function mochaCounts(output, code) {
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
  const failed = Math.max(count('failing'), code === 0 ? 0 : 1);
  const failures = output
    .split(/^\s*\d+ failing\b.*$/m)[1]
    ?.split(/\n(?=\s+\d+\) )/)
    .map((each) => each.trim());
  return sound({
    passed: count('passing'),
    failed,
    skipped: count('pending'),
    failures: (failures ?? []).filter((text) => text !== ''),
  });
}

/** @param {readonly Counts[]} all */
export function sum(all) {
  const total = (name) => all.reduce((subtotal, counts) => subtotal + counts[name], 0);
  return {
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    failures: all.flatMap(({ failures = [] }) => failures),
  };
}

/** The closing line of a run. */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run that executed nothing has not passed. */
function sound(counts) {
  return counts.passed + counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
