import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

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
  });
}

/** Counts of a mocha run, from the summary that its spec reporter prints. */
export function mochaCounts(output, code) {
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
  const failed = Math.max(count('failing'), code === 0 ? 0 : 1);
  return sound({ passed: count('passing'), failed, skipped: count('pending') });
}

/** @param {readonly Counts[]} all */
export function sum(all) {
  const total = (name) => all.reduce((subtotal, counts) => subtotal + counts[name], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** The closing line of a run. */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run that executed nothing has not passed. */
function sound(counts) {
  return counts.passed + counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
