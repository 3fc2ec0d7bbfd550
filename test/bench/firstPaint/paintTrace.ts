declare global {
  /** Paints a trace file; resolves in the task in which the picture was painted. Takes the bytes. */
  var paintTrace: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
}

export {};
