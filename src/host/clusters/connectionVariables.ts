import type { FlinkConnection } from '../../flink/connection.js';

/** The credentials of a connection as variables of a process: the cluster's, or the gateway's. */
export function credentialVariables(
  of: 'FLINK' | 'GATEWAY',
  auth: FlinkConnection['auth'],
): Record<string, string> {
  const prefix = `CHECKPOINT_LENS_${of}`;
  // Empty ones hide those of a shell that VS Code was started from, which are for another cluster.
  return {
    [`${prefix}_TOKEN`]: auth?.kind === 'bearer' ? auth.token : '',
    [`${prefix}_USER`]: auth?.kind === 'basic' ? auth.user : '',
    [`${prefix}_PASSWORD`]: auth?.kind === 'basic' ? auth.password : '',
  };
}

/** How certificates are checked: of the cluster, or of the gateway. `ca` is the path of a file. */
export function certificateVariables(
  of: 'FLINK' | 'GATEWAY',
  ca: string | undefined,
  insecure: boolean | undefined,
): Record<string, string> {
  return {
    [`CHECKPOINT_LENS_${of}_CA`]: ca ?? '',
    [`CHECKPOINT_LENS_${of}_INSECURE`]: insecure === true ? '1' : '0',
  };
}

/** One proxy for all that have one; the others are named as those that have none. */
export function proxyVariables(connections: readonly FlinkConnection[]): Record<string, string> {
  const proxy = connections.find((one) => one.proxy !== undefined)?.proxy;
  if (proxy === 'environment') return {};
  const direct = connections.filter((one) => one.proxy === undefined).map(({ url }) => new URL(url).hostname);
  const none = proxy === undefined ? '*' : direct.join(',');
  // Both spellings are read, the lower one first.
  return {
    ...(proxy !== undefined && {
      ...{ HTTP_PROXY: proxy, HTTPS_PROXY: proxy },
      ...{ http_proxy: proxy, https_proxy: proxy },
    }),
    ...{ NO_PROXY: none, no_proxy: none },
  };
}
