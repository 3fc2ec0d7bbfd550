import { credentialVariables, proxyVariables } from '../clusters/connectionVariables.js';
import type { FlinkTarget } from './flinkTarget.js';

/** Credentials and proxy: not among the arguments, which everyone on the machine can see. */
export function flinkRunEnvironment({ gateway, cluster }: FlinkTarget): Readonly<Record<string, string>> {
  const connections = cluster === undefined ? [gateway] : [gateway, cluster];
  return {
    CHECKPOINT_LENS_REPORTS: '1',
    ...credentialVariables('GATEWAY', gateway.auth),
    // A cluster that only the gateway names gets the gateway's, where it is on the same host.
    ...credentialVariables('FLINK', cluster === undefined ? gateway.auth : cluster.auth),
    ...proxyVariables(connections),
  };
}
