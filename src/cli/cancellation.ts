/** Ctrl-C, the end of a parent that started this with a channel, or its message `{ type: 'stop' }`. */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  process.once('disconnect', cancel);
  process.on('message', (message: { readonly type?: unknown } | null) => {
    if (message?.type === 'stop') cancel();
  });
  // The channel must not keep the process alive once the work is over.
  process.channel?.unref();
  return controller.signal;
}
