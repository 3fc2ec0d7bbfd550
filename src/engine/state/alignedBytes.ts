/** Bytes that come in pieces of any length, taken off in stretches that begin at a multiple of 8 in their buffers. */
export class AlignedBytes {
  private piece: Uint8Array = new Uint8Array(0);
  private at = 0;
  /** What of the next stretch has come before the piece. */
  private kept = new Uint8Array(256);
  private keptBytes = 0;

  /** The piece before it must have been taken off whole. */
  push(piece: Uint8Array): void {
    this.piece = piece;
    this.at = 0;
  }

  /** The next so many bytes, valid until the next call; nothing as long as they have not come. */
  next(bytes: number): Uint8Array | undefined {
    const { piece, at } = this;
    if (this.keptBytes === 0 && piece.length - at >= bytes && (piece.byteOffset + at) % 8 === 0) {
      this.at += bytes;
      return piece.subarray(at, at + bytes);
    }
    if (this.kept.length < bytes) this.enlarge(bytes);
    const taken = Math.min(bytes - this.keptBytes, piece.length - at);
    this.kept.set(piece.subarray(at, at + taken), this.keptBytes);
    this.at += taken;
    this.keptBytes += taken;
    if (this.keptBytes < bytes) return undefined;
    this.keptBytes = 0;
    return this.kept.subarray(0, bytes);
  }

  private enlarge(bytes: number): void {
    const larger = new Uint8Array(bytes);
    larger.set(this.kept.subarray(0, this.keptBytes));
    this.kept = larger;
  }
}
