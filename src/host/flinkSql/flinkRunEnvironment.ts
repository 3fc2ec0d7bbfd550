import type { FlinkAuth } from '../../flink/connection.js';
import { credentialVariables, proxyVariables } from '../recordings/recordingRequest.js';
import type { FlinkTarget } from './flinkTarget.js';

/** Credentials and proxy: not among the arguments, which everyone on the machine can see. */
export function flinkRunEnvironment({ gateway, cluster }: FlinkTarget): Readonly<Record<string, string>> {
  const connections = cluster === undefined ? [gateway] : [gateway, cluster];
  return {
    CHECKPOINT_LENS_REPORTS: '1',
    ...variables('GATEWAY', gateway.auth),
    // A cluster that only the gateway names gets the gateway's, where it is on the same host.
    ...variables('FLINK', cluster === undefined ? gateway.auth : cluster.auth),
    ...proxyVariables(connections),
  };
}

function variables(of: 'GATEWAY' | 'FLINK', auth: FlinkAuth | undefined): Record<string, string> {
  return credentialVariables(`CHECKPOINT_LENS_${of}`, auth);
}
