import type { ClientRequest } from 'node:http';
import type { Exchange } from './exchange.js';
import type { Watchdog } from './watchdog.js';

/** Bytes that go out at once: few enough to see that they move. */
const sliceBytesMax = 256 * 1024;

/** Sends the body, no faster than the server takes it and `beforeBytes` allows. Stops when the answer has come. */
export async function sendBody(
  outgoing: ClientRequest,
  { body = new Uint8Array(), beforeBytes, stepBytes = sliceBytesMax }: Exchange,
  watchdog: Watchdog,
): Promise<void> {
  const over = new AbortController();
  for (const event of ['response', 'close']) outgoing.once(event, () => over.abort());
  const sliceBytes = Math.min(stepBytes, sliceBytesMax);
  for (let at = 0; at < body.length; at += sliceBytes) {
    const slice = body.subarray(at, at + sliceBytes);
    if (beforeBytes) await watchdog.sleepsDuring(beforeBytes(slice.length));
    if (over.signal.aborted) return;
    if (!outgoing.write(slice)) await drained(outgoing);
    watchdog.sawLife();
  }
  if (!over.signal.aborted) outgoing.end();
}

/** A connection that has ended drains no more, and an early answer ends the need to. */
function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'response'];
    const goOn = (): void => {
      for (const event of events) outgoing.off(event, goOn);
      resolve();
    };
    for (const event of events) outgoing.on(event, goOn);
  });
}
