import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ObjectPool } from './object-pool.ts'

interface Slip {
  text: string
}

const slips = (limit: number): ObjectPool<Slip> =>
  new ObjectPool<Slip>({
    create: () => ({ text: '' }),
    reset: (slip) => {
      slip.text = ''
    },
    limit,
  })

const steps = fc.array(
  fc.record({ what: fc.constantFrom('lease', 'giveBack', 'discard'), which: fc.nat(20) }),
  {
    maxLength: 200,
  },
)

describe('ObjectPool', () => {
  it('never hands out what is out, keeps to its limit, and counts each object once', () => {
    fc.assert(
      fc.property(fc.nat(5), steps, (limit, all) => {
        const pool = slips(limit)
        const out: Slip[] = []
        for (const { what, which } of all) {
          if (what === 'lease') {
            const slip = pool.lease()
            expect(out).not.toContain(slip)
            expect(slip.text).toBe('')
            slip.text = 'used'
            out.push(slip)
          } else {
            const [slip] = out.splice(which % (out.length || 1), 1)
            if (slip === undefined) continue
            if (what === 'giveBack') pool.giveBack(slip)
            else pool.discard(slip)
          }
          const { made, leased, returned, discarded, idle } = pool.stats
          expect(leased - returned).toBe(out.length)
          expect(idle).toBeLessThanOrEqual(limit)
          expect(made - discarded).toBe(idle + out.length)
        }
      }),
    )
  })

  it('refuses what was given back before, and what is not its own', () => {
    const pool = slips(2)
    const slip = pool.lease()
    pool.giveBack(slip)
    expect(() => pool.giveBack(slip)).toThrow('not out of this pool')
    expect(() => pool.discard(slip)).toThrow('not out of this pool')
    expect(() => pool.giveBack({ text: '' })).toThrow('not out of this pool')
    expect(pool.stats).toMatchObject({ leased: 1, returned: 1 })
  })

  it.each([-1, 0.5, Number.NaN])('refuses a limit of %s', (limit) => {
    expect(() => slips(limit)).toThrow(RangeError)
  })
})
