import { snapshotModes, traceSuffix, type SnapshotMode } from '../manifest.js';

/** The names that traces of a pipeline have in their folder: the command line's own, one a snapshot mode, and that of a run on Flink. */
export function traceNames(pipeline: string): readonly string[] {
  return ['', ...snapshotModes.map((mode: SnapshotMode) => `.${mode}`), '.flink'].map(
    (mode) => `${pipeline}${mode}${traceSuffix}`,
  );
}

/** The file that was written last. */
export function newest<File extends { readonly modified: number }>(files: readonly File[]): File | undefined {
  return files.reduce<File | undefined>((a, b) => (a && a.modified >= b.modified ? a : b), undefined);
}
