import { describe, expect, it } from 'vitest'
import { goNetHttp } from '../clients/go-net-http.ts'
import { calibrate, type LoadedStep, type Measured } from './calibrate.ts'
import { KNOWN, KNOWN_CAPACITY, knownProbe, knownStep, knownWithoutReuse } from './calibrate.fixture.ts'

const { policy } = goNetHttp
const steps = [100, 200, 500, 800, 1000, 1100, 1600].map(knownStep)

const measured: Measured = {
  probe: knownProbe(2),
  steps,
  kneeSeen: true,
  withoutReuse: null,
  policy,
  pods: 2,
  serverIdleTimeoutMs: 65_000,
  seed: 1,
}

describe('calibrate', () => {
  const { system, misfit } = calibrate(measured)

  it('saturates where the server behind the sweep does', () => {
    expect(system.rttMs + system.serviceMs.mean).toBeCloseTo(KNOWN.rttMs + KNOWN.meanServiceMs, 0)
    expect(system.slots / system.serviceMs.mean).toBeCloseTo(KNOWN_CAPACITY / 1000, 1)
  })

  it('follows the P99 of every step below the knee', () => {
    const below = misfit.steps.filter(({ offeredRate }) => offeredRate < KNOWN_CAPACITY)
    expect(below).toHaveLength(6)
    for (const { offeredRate, measuredP99Ms, modelP99Ms } of below) {
      expect(Math.abs(Math.log(modelP99Ms / measuredP99Ms)), `at ${offeredRate}/s`).toBeLessThan(0.15)
    }
  })

  it('takes a dial as it was on a quiet target, and without more what others wait for it from bursts', () => {
    expect([...system.dialMs.quantiles]).toEqual([18, 20, 22])
    expect(system.dialExclusiveMs).toBeCloseTo(2)
  })

  it('charges a dial with what first responses take longer', () => {
    const probe = { ...knownProbe(2), firstMs: [20, 20, 20] }
    expect([...calibrate({ ...measured, probe, kneeSeen: false }).system.dialMs.quantiles]).toEqual([
      26, 28, 30,
    ])
  })

  it('takes a server whose knee was not seen never to queue', () => {
    expect(calibrate({ ...measured, kneeSeen: false }).system.slots).toBe(Infinity)
  })

  it('has nothing to say without an answer', () => {
    const silent = {
      ...(steps[0] as LoadedStep),
      responses: { values: new Float64Array(), counts: new Float64Array() },
    }
    expect(() => calibrate({ ...measured, steps: [silent] })).toThrow(RangeError)
  })
})

describe('calibrate, by the stretch without reuse', () => {
  const found = (dialExclusiveMs: number, inBurstMs: number, seed: number) =>
    calibrate({
      ...measured,
      probe: knownProbe(inBurstMs),
      steps: steps.slice(0, 1),
      kneeSeen: false,
      withoutReuse: knownWithoutReuse(dialExclusiveMs, policy, seed),
      seed,
    })

  it.each([
    { dialExclusiveMs: 0.5, inBurstMs: 0.3 },
    { dialExclusiveMs: 1, inBurstMs: 1.2 },
    { dialExclusiveMs: 2.5, inBurstMs: 1 },
    { dialExclusiveMs: 4, inBurstMs: 2.5 },
  ])('finds that others wait $dialExclusiveMs ms for a dial', ({ dialExclusiveMs, inBurstMs }) => {
    for (const seed of [1, 2]) {
      const { system, misfit } = found(dialExclusiveMs, inBurstMs, seed)
      const off = Math.abs(system.dialExclusiveMs / dialExclusiveMs - 1)
      expect(off, `${system.dialExclusiveMs} ms with seed ${seed}`).toBeLessThan(0.15)
      expect(misfit.withoutReuseError).toBeLessThan(0.15)
    }
  })

  it('finds it where a burst showed nothing', () => {
    expect(found(1, 0, 1).system.dialExclusiveMs).toBeGreaterThan(0.85)
    expect(found(0, 0, 1).system.dialExclusiveMs).toBeLessThan(0.3)
  })

  it('leaves it at what bursts showed where requests failed', () => {
    const stretch = knownWithoutReuse(4, policy, 1)
    const requests = { ...stretch.measurement.requests, failed: 1 }
    const { system, misfit } = calibrate({
      ...measured,
      kneeSeen: false,
      withoutReuse: { ...stretch, measurement: { ...stretch.measurement, requests } },
    })
    expect(system.dialExclusiveMs).toBeCloseTo(2)
    expect(misfit.withoutReuseError).toBeNull()
  })
})

describe('the typical error of the calibration', () => {
  const calm = [100, 200, 800].map(knownStep)
  const typicalError = (changed: readonly LoadedStep[]) =>
    calibrate({ ...measured, steps: changed, kneeSeen: false }).misfit.typicalError
  const p99Times = (step: LoadedStep, factor: number) => ({ ...step, p99Ms: factor * step.p99Ms })

  it('is small where the model has the form of the target', () => {
    expect(typicalError(steps.slice(0, 3))).toBeLessThan(0.1)
  })

  it('is the root mean square of the logarithms: of three steps, one at 3 times the P99 makes it 3^(1/√3)', () => {
    const [first, second, third] = calm as [LoadedStep, LoadedStep, LoadedStep]
    const error = typicalError([first, p99Times(second, 3), third]) ?? Number.NaN
    expect(error).toBeCloseTo(3 ** (1 / Math.sqrt(3)) - 1, 1)
  })

  it('leaves out steps that did not meet the SLO, and those with too few responses for a P99', () => {
    const odd = p99Times(knownStep(50), 10)
    const few = { ...odd, responses: { values: Float64Array.of(12), counts: Float64Array.of(100) } }
    expect(typicalError([few, ...calm])).toBeLessThan(0.1)
    expect(typicalError([{ ...odd, met: false }, ...calm])).toBeLessThan(0.1)
    expect(typicalError([odd, ...calm])).toBeGreaterThan(0.4)
  })

  it('is unknown where no step met the SLO', () => {
    expect(typicalError(calm.map((step) => ({ ...step, met: false })))).toBeNull()
  })
})
