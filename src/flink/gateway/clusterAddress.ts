/** Flink's own, where `rest.port` is not set. */
const usualPort = '8081';

/**
 * The REST API of the cluster that a gateway with these options sends jobs to. Undefined where no option tells: on Kubernetes and
 * YARN Flink looks the address up.
 */
export function clusterAddress(options: ReadonlyMap<string, string>): string | undefined {
  if ((options.get('execution.target') ?? 'remote') !== 'remote') return undefined;
  const address = options.get('rest.address') ?? options.get('jobmanager.rpc.address');
  if (address === undefined) return undefined;
  const scheme = options.get('security.ssl.rest.enabled') === 'true' ? 'https' : 'http';
  const url = `${scheme}://${address}:${options.get('rest.port') ?? usualPort}`;
  return URL.canParse(url) ? url : undefined;
}
