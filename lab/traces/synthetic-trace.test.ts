import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { syntheticTrace } from './synthetic-trace.ts'

const { arrivals, products } = syntheticTrace(1)

function kept(name: string): string {
  return readFileSync(new URL(`../../scenarios/traces/${name}`, import.meta.url), 'utf8')
}

describe('syntheticTrace', () => {
  it('is what the trace of the examples was made by, byte for byte', () => {
    expect(kept('synthetic-calls.csv') === arrivals).toBe(true)
    expect(kept('synthetic-products.csv') === products).toBe(true)
  })

  it('says that it is synthetic, and stays below 100 kB', () => {
    expect(arrivals).toMatch(/^# Synthetic: /)
    expect(arrivals.length + products.length).toBeLessThan(100_000)
  })

  it('begins at 0 and ascends, in whole ms', () => {
    const times = arrivals.trim().split('\n').slice(2).map(Number)
    expect(times[0]).toBe(0)
    expect(times.every((time, i) => Number.isInteger(time) && time >= (times[i - 1] ?? 0))).toBe(true)
    expect(times.length).toBe(7808)
  })

  it('asks for a few products often', () => {
    const names = products.trim().split('\n').slice(1)
    const distinct = new Set(names).size
    expect(names).toHaveLength(300)
    expect(distinct).toBeGreaterThan(100)
    expect(distinct).toBeLessThan(250)
  })

  it('is another one with another seed', () => {
    expect(syntheticTrace(2).arrivals).not.toBe(arrivals)
  })
})
