import * as l10n from '@vscode/l10n';
import { Gunzip } from 'fflate';
import { joined } from '../trace/packing/joined.js';
import type { FileDiagnostic, InputFile } from './input.js';

/** Gzip within gzip: a rotated log in an uploaded archive. More is no recording. */
const layersMax = 4;

/** What a packed file may unpack to. More would not fit beside its columns, and a bomb must stop somewhere. */
const unpackedBytesMax = 2 ** 31;

/** How much packed data is given to the inflater at once: what it unpacks to is counted after each piece. */
const pieceBytes = 1 << 16;

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** A file without its gzip layers and their ending; of a damaged one, what comes before the damage. */
export function unpacked(file: InputFile): {
  readonly file: InputFile;
  readonly diagnostics: readonly FileDiagnostic[];
} {
  let { name, bytes } = file;
  const diagnostics: FileDiagnostic[] = [];
  for (let layer = 0; layer < layersMax && isGzip(bytes); layer++) {
    const { pieces, problem } = inflate(bytes);
    bytes = joined(pieces);
    name = name.replace(/\.gz$/i, '');
    if (problem !== undefined) {
      diagnostics.push({
        severity: 'error',
        file: file.name,
        message: problemWords(problem, bytes.length === 0),
        remedy: l10n.t('Copy or download it again for the rest.'),
      });
    }
  }
  return { file: { name, bytes }, diagnostics };
}

type Problem = 'tooLarge' | 'broken';

function problemWords(problem: Problem, isNothingRead: boolean): string {
  if (problem === 'tooLarge') {
    return l10n.t(
      'The gzip file unpacks to more than {0} bytes; what comes before is read.',
      unpackedBytesMax,
    );
  }
  return isNothingRead
    ? l10n.t('The gzip file is damaged or ends too early; nothing of it is read.')
    : l10n.t('The gzip file is damaged or ends too early; what comes before is read.');
}

function inflate(packed: Uint8Array): { readonly pieces: readonly Uint8Array[]; readonly problem?: Problem } {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let memberStart = 0;
  const inflater = new Gunzip((piece) => {
    size += piece.length;
    if (size <= unpackedBytesMax) pieces.push(piece);
  });
  inflater.onmember = () => (memberStart = size);
  try {
    for (let at = 0; at < packed.length; at += pieceBytes) {
      inflater.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
      if (size > unpackedBytesMax) return { pieces, problem: 'tooLarge' };
    }
  } catch {
    return { pieces, problem: 'broken' };
  }
  return size - memberStart === lengthInTrailer(packed) ? { pieces } : { pieces, problem: 'broken' };
}

/** The last four bytes of a gzip file: the unpacked length of its last member, modulo 2³² (RFC 1952). The inflater does not look. */
function lengthInTrailer(packed: Uint8Array): number {
  if (packed.length < 4) return -1;
  return new DataView(packed.buffer, packed.byteOffset + packed.length - 4, 4).getUint32(0, true);
}
