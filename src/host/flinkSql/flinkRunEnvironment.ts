import {
  certificateVariables,
  credentialVariables,
  proxyVariables,
} from '../clusters/connectionVariables.js';
import type { FlinkTarget } from './flinkTarget.js';

/** Credentials, certificates and proxy of each: credentials not among the arguments, which everyone on the machine can see. */
export function flinkRunEnvironment({
  gateway,
  cluster,
  gatewayCa,
  clusterCa,
}: FlinkTarget): Readonly<Record<string, string>> {
  const connections = cluster === undefined ? [gateway] : [gateway, cluster];
  // A cluster that only the gateway names gets the gateway's; credentials only where it is on the same host.
  const ofCluster = cluster ?? gateway;
  return {
    CHECKPOINT_LENS_REPORTS: '1',
    ...credentialVariables('GATEWAY', gateway.auth),
    ...credentialVariables('FLINK', ofCluster.auth),
    ...certificateVariables('GATEWAY', gatewayCa, gateway.insecure),
    ...certificateVariables('FLINK', cluster === undefined ? gatewayCa : clusterCa, ofCluster.insecure),
    ...proxyVariables(connections),
  };
}
