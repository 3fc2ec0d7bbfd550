import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatBytes } from '../../analysis/quantities.js';
import type { InputFile } from '../../formats/input.js';
import { largestTraceBytes } from '../trace/sizeLimit.js';
import { inBatches, type FoundFile } from './foundFiles.js';

export interface FileContents {
  readonly files: readonly InputFile[];
  /** What was left out, one sentence each. */
  readonly omissions: readonly string[];
}

/** Reads files as long as all of them together are not too large; `report` is told how many have been read. */
export async function readFiles(
  found: readonly FoundFile[],
  signal: AbortSignal,
  report: (read: number) => void,
): Promise<FileContents> {
  const { fitting, tooMany } = fittingFiles(found);
  let read = 0;
  const contents = await inBatches(fitting, signal, async ({ uri, name }) => {
    // A log may be rotated away between its listing and its reading.
    const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, (error: unknown) => {
      if (fitting.length === 1) throw error;
    });
    report(++read);
    return bytes && { name, bytes };
  });
  const files = contents.filter((file) => file !== undefined);
  return { files, omissions: [...tooLarge(tooMany), ...unread(fitting.length - files.length)] };
}

/** The files that fit into memory together, the earlier ones first; a single file was measured before. */
function fittingFiles(found: readonly FoundFile[]): { fitting: FoundFile[]; tooMany: FoundFile[] } {
  const fitting: FoundFile[] = [];
  const tooMany: FoundFile[] = [];
  let bytes = 0;
  for (const file of found) {
    const fits = bytes + file.size <= largestTraceBytes;
    if (fits) bytes += file.size;
    (fits ? fitting : tooMany).push(file);
  }
  return { fitting, tooMany };
}

function tooLarge(files: readonly FoundFile[]): readonly string[] {
  const [first] = files;
  if (!first) return [];
  const named = { name: first.name, size: formatBytes(first.size), most: formatBytes(largestTraceBytes) };
  return [
    files.length === 1
      ? l10n.t('Left out: {name} ({size}). Files that open together have {most} at most.', named)
      : l10n.t('Left out: {name} ({size}) and {more} more. Files that open together have {most} at most.', {
          ...named,
          more: files.length - 1,
        }),
  ];
}

function unread(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1 ? l10n.t('Could not be read: 1 file.') : l10n.t('Could not be read: {0} files.', count),
  ];
}
