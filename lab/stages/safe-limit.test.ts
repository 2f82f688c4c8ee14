import { describe, expect, it } from 'vitest'
import type { ProbeArtifact } from '../../models/artifacts/probe.ts'
import { refuseEarlyClash } from './safe-limit.ts'

const probe: ProbeArtifact = {
  origin: 'http://127.0.0.1:8080',
  dialMs: [1],
  tcpMs: [1],
  burstDialMs: [1],
  burstSize: 1,
  firstMs: [2],
  reusedMs: [2],
  hintMs: 5000,
  reuses: true,
  tls: null,
}

const scenario = (minMs: number) =>
  ({ client: 'go-net-http', bounds: { idleTimeoutMs: { min: minMs } } }) as const

describe('bounds that ask for an idle timeout longer than is safe', () => {
  it('are refused as soon as the server has said when it closes', () => {
    expect(() => refuseEarlyClash(scenario(4001), probe)).toThrow(
      'bounds.idleTimeoutMs.min is 4001 ms, but only up to 4000 ms does the client close before the server',
    )
    expect(() => refuseEarlyClash(scenario(4000), probe)).not.toThrow()
  })

  it('may turn out to be kept by a server that has said nothing yet', () => {
    expect(() => refuseEarlyClash(scenario(4001), { ...probe, hintMs: null })).not.toThrow()
  })
})
