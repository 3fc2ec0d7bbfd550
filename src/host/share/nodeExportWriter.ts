import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { language } from '../language.js';
import { exportFile } from './exportFile.js';
import { isTraceExport, type ExportContent, type ExportWriter } from './exportWriter.js';

/** Writes to a new file first and puts it in place when it is whole. @param dist folder of what was built */
export function nodeExportWriter(dist: string): ExportWriter {
  return async (content, target, signal, written) => {
    const isLocal = target.scheme === 'file';
    const name = `.checkpoint-lens-${randomUUID()}.tmp`;
    const temporary = isLocal
      ? vscode.Uri.joinPath(target, '..', name)
      : vscode.Uri.file(join(tmpdir(), name));
    const { fs } = vscode.workspace;
    try {
      await write(content, temporary.fsPath, dist, signal, written);
      if (isLocal) await fs.rename(temporary, target, { overwrite: true });
      else await fs.copy(temporary, target, { overwrite: true });
    } finally {
      await fs.delete(temporary).then(undefined, () => undefined);
    }
  };
}

function write(
  content: ExportContent,
  path: string,
  dist: string,
  signal: AbortSignal,
  written: (bytes: number) => void,
): Promise<void> {
  if (!isTraceExport(content)) return writeFile(path, content, { flag: 'wx', signal });
  return exportFile(join(dist, 'exportWorker.cjs'), { ...content, path, dist, language }, signal, written);
}
