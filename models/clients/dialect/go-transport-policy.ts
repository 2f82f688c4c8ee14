import { PLAIN_POLICY, type PoolPolicy } from '../../pool/policy.ts'

/**
 * How `net/http.Transport` of Go pools, without a cap over all hosts together: what proxies written in Go
 * inherit. A request of which nothing was written is sent again whatever its method; the policy counts only
 * idempotent ones.
 */
export const goTransportPolicy: PoolPolicy = {
  ...PLAIN_POLICY,
  lateBinding: { kind: 'dial-each', surplus: 'idle' },
  staleRetry: { requests: 'idempotent', times: Infinity, delayMs: 0 },
}
