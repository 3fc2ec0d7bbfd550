import { open, type FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { writeSync } from 'node:fs';
import { gapLine, headerLine, isHeader } from './recordingLine.js';

/** The header is below this; the end of the last line is looked for in pieces of this size. Bytes. */
const pieceBytes = 1 << 16;

/** A file that exists and is not a recording. */
export class NoRecordingError extends Error {
  override readonly name = 'NoRecordingError';
}

export interface OpenedRecording {
  readonly file: RecordingFile;
  /** Whether there was one already, which goes on. */
  readonly continued: boolean;
  /** Length of a last line that had not been written to its end and was cut, in bytes. */
  readonly cutBytes: number;
}

/** A recording on disk to which whole lines are appended: a kill at any moment costs at most the line being written. */
export class RecordingFile {
  private isDirty = false;

  private constructor(private readonly handle: FileHandle) {}

  /**
   * Makes the file, or goes on where an earlier recording ended.
   *
   * @throws {NoRecordingError} for a file that is something else; what the file system says
   */
  static async open(path: string, url: string, now: number): Promise<OpenedRecording> {
    const handle = await open(path, 'a+');
    try {
      const { size } = await handle.stat();
      const end = await endOfLastLine(handle, size);
      const first = await firstLine(handle, end);
      if (size > 0 && !isHeader(end > 0 ? first : await firstLine(handle, size))) {
        throw new NoRecordingError(
          l10n.t('{0}: is no recording of a Flink cluster. Name another file to write.', path),
        );
      }
      if (end < size) await handle.truncate(end);
      const file = new RecordingFile(handle);
      file.append(
        end === 0 ? headerLine(url, now) : gapLine(now, `the recording was stopped; it goes on at ${url}`),
      );
      await file.sync();
      return { file, continued: end > 0, cutBytes: size - end };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Writes one line in one go. @throws what the file system says */
  append(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    this.isDirty = true;
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.handle.fd, bytes, written);
    }
  }

  /** Has what was appended put on disk. */
  async sync(): Promise<void> {
    if (!this.isDirty) return;
    this.isDirty = false;
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.sync().finally(() => this.handle.close());
  }
}

/** Where the last whole line ends; 0 without one. */
async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const piece = Buffer.alloc(pieceBytes);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - pieceBytes);
    const { bytesRead } = await handle.read(piece, 0, end - start, start);
    const at = piece.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

async function firstLine(handle: FileHandle, size: number): Promise<string> {
  const piece = Buffer.alloc(Math.min(size, pieceBytes));
  const { bytesRead } = await handle.read(piece, 0, piece.length, 0);
  return piece.subarray(0, bytesRead).toString('utf8').split('\n', 1)[0]!;
}
