import * as fc from 'fast-check'
import type { BusyStep } from './naive-stack.oracle.ts'

/**
 * Random ups and downs, quarters of a ms apart (which add up without rounding), and at the end as many ups as
 * it takes for every gap to be over.
 */
export const busyTraces: fc.Arbitrary<BusyStep[]> = fc
  .array(fc.tuple(fc.nat({ max: 24 }), fc.boolean()), { maxLength: 150, size: 'max' })
  .map((moves) => {
    const steps: BusyStep[] = []
    let atMs = 0
    let underWay = 0
    let highest = 0
    for (const [quarters, drawnUp] of moves) {
      atMs += quarters / 4
      const up = drawnUp || underWay === 0
      underWay += up ? 1 : -1
      highest = Math.max(highest, underWay)
      steps.push({ atMs, up })
    }
    for (; underWay < highest; underWay++) steps.push({ atMs, up: true })
    return steps
  })
