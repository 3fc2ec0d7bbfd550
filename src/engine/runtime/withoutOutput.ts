/** Does the work, and drops what is written meanwhile to the `process.stdout` and `process.stderr`, and so the `console`, of this thread. */
export async function withoutOutput<Result>(work: () => Promise<Result>): Promise<Result> {
  const writes = [process.stdout, process.stderr].map((stream) => ({
    stream,
    write: stream.write.bind(stream),
  }));
  for (const { stream } of writes) stream.write = dropped;
  try {
    return await work();
  } finally {
    for (const { stream, write } of writes) stream.write = write;
  }
}

type Told = (error?: Error | null) => void;

function dropped(_chunk: Uint8Array | string, encodingOrTold?: BufferEncoding | Told, told?: Told): boolean {
  const tell = typeof encodingOrTold === 'function' ? encodingOrTold : told;
  if (tell) process.nextTick(tell);
  return true;
}
