import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readAutoscale } from './read-autoscale.ts'
import { readSimulateOptions, type SimulateFlags } from './read-options.ts'

const flags: SimulateFlags = { set: [], runs: 'runs', surface: false, json: false }

function read(more: Partial<SimulateFlags>) {
  return readSimulateOptions('scenario.ts', { ...flags, ...more })
}

describe('readSimulateOptions', () => {
  it('leaves open what is not said', () => {
    expect(read({})).toEqual({
      scenarioFile: 'scenario.ts',
      traceFile: null,
      client: null,
      set: [],
      system: {
        dial: null,
        rttMs: null,
        service: null,
        slots: null,
        serverIdleMs: null,
        hintMs: null,
        requestFailures: null,
        dialFailures: null,
      },
      pods: null,
      hosts: 1,
      autoscale: null,
      fromRun: null,
      root: 'runs',
      seed: null,
      surface: null,
      json: false,
    })
  })

  it('reads what is said', () => {
    const options = read({
      client: 'undici',
      handshake: '0.5ms',
      rtt: '8ms',
      service: 'exp:20ms',
      slots: '4',
      serverIdle: '5s',
      hint: '4s',
      requestFailures: '0.1%',
      dialFailures: '0.01',
      pods: '3',
      hosts: '2',
      seed: 7,
      surface: true,
      grid: '12x9',
    })
    expect(options.client?.name).toBe('undici')
    expect(options.system).toEqual({
      dial: { kind: 'time', dialMs: { kind: 'deterministic', value: 0.5 } },
      rttMs: 8,
      service: { kind: 'exponential', mean: 20 },
      slots: 4,
      serverIdleMs: 5000,
      hintMs: 4000,
      requestFailures: 0.001,
      dialFailures: 0.01,
    })
    expect(options).toMatchObject({ pods: 3, hosts: 2, seed: 7, surface: { timeouts: 12, maxIdle: 9 } })
  })

  it.each([
    ['none', 'none'],
    ['tls1.2', '1.2'],
    ['TLS1.3', '1.3'],
  ])('takes handshake %s for round trips and cryptography', (text, tls) => {
    expect(read({ handshake: text }).system.dial).toMatchObject({
      kind: 'model',
      model: { tls, tcpRoundTrips: 1 },
    })
  })

  it('tells no hint from none said, and has 64 × 64 cells unless told', () => {
    expect(read({ hint: 'none' }).system.hintMs).toBe('none')
    expect(read({ surface: true }).surface).toEqual({ timeouts: 64, maxIdle: 64 })
  })

  it.each<[Partial<SimulateFlags>, string]>([
    [{ trace: 'a.csv' }, 'name a scenario or --trace, not both'],
    [{ client: 'ngin' }, "--client: Unknown client 'ngin'. Did you mean 'nginx-upstream'?"],
    [{ handshake: 'slow' }, '--handshake: "slow" is no distribution'],
    [{ service: '20' }, '--service: "20" is no distribution: "20" needs a unit'],
    [{ grid: '8x8' }, '--grid goes with --surface'],
    [{ surface: true, grid: '8' }, "--grid: '8' is not <idle timeouts>x<idle caps>"],
    [{ surface: true, grid: '1x8' }, '--grid'],
    [{ slots: '0' }, '--slots'],
    [{ pods: '0' }, '--pods'],
    [{ hosts: 'two' }, '--hosts'],
    [{ serverIdle: 'x' }, '--server-idle'],
    [{ hint: 'x' }, '--hint'],
    [{ requestFailures: '2' }, '--request-failures'],
    [{ dialFailures: '2' }, '--dial-failures'],
    [{ autoscale: 'min=1' }, '--autoscale'],
  ])('refuses %j', (more, message) => {
    expect(() => read(more)).toThrow(UsageError)
    expect(() => read(more)).toThrow(message)
  })

  it('needs something to simulate', () => {
    expect(() => readSimulateOptions(undefined, flags)).toThrow('--trace <file>')
    expect(readSimulateOptions(undefined, { ...flags, fromRun: 'x' }).fromRun).toBe('x')
  })
})

describe('readAutoscale', () => {
  it("has Kubernetes' own times unless told", () => {
    expect(readAutoscale('min=2,max=10,rate=50')).toEqual({
      minPods: 2,
      maxPods: 10,
      targetRatePerPod: 50,
      everyMs: 15_000,
      stabilizationMs: 300_000,
    })
    expect(readAutoscale('rate=0.5, max=1, min=1, every=1s, stabilization=0')).toMatchObject({
      targetRatePerPod: 0.5,
      everyMs: 1000,
      stabilizationMs: 0,
    })
  })

  it.each([
    ['min=2,max=1,rate=5', 'max'],
    ['min=2,max=3', 'rate is missing'],
    ['min=2,max=3,rate=0', 'rate'],
    ['min=2,max=3,rate=5,every=never', 'every'],
    ['min=2,min=2,max=3,rate=5', "'min=2'"],
    ['min=2,max=3,rate=5,speed=2', "'speed=2'"],
    ['', "''"],
  ])('refuses %j', (text, message) => {
    expect(() => readAutoscale(text)).toThrow(UsageError)
    expect(() => readAutoscale(text)).toThrow(message)
  })
})
