/** Environment variables through which the launcher and the test shim in the extension host meet. */
export const reportVariables = {
  /** File that takes what the tests print. */
  output: 'CHECKPOINT_LENS_TEST_OUTPUT',
  /** The module whose `run()` runs the tests. */
  tests: 'CHECKPOINT_LENS_TESTS',
} as const;

/**
 * The file that says that the tests ended well. Only it is believed: an extension host that dies makes the workbench
 * report success.
 */
export function passedFile(output: string): string {
  return `${output}.passed`;
}
