import { PLAIN_POLICY, type PoolPolicy } from '../../pool/policy.ts'

/**
 * How the legacy client of hyper-util pools over HTTP/1.1, with a timer for its sweep: what reqwest and Deno
 * inherit. A request that was not yet written when its connection turned out to be closed is sent again; one that
 * meets a close under way has been written, and is not. Late versions end the sweep with the last idle connection
 * and begin it anew with the next.
 */
export const hyperUtilPolicy: PoolPolicy = {
  ...PLAIN_POLICY,
  expiry: {
    kind: 'checked',
    when: 'taken',
    sweep: { timeoutShare: 1, minMs: 90, grainMs: 0, unlimitedMs: Infinity, runs: 'from-first-idle' },
  },
  lateBinding: { kind: 'dial-each', surplus: 'idle' },
}
