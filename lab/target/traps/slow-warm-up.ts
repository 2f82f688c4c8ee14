import { RandomStream } from '../../../models/random/random-stream.ts'
import type { CreateTrap } from './trap.ts'

interface Plan {
  readonly steps: ReadonlyArray<{ readonly operation: string; readonly cost: number }>
}

const TYPICAL_STEPS = 60
/** Time constants until 95 % of the plans have been made: e⁻³ is 5 %. */
const CONSTANTS_TO_SETTLE = 3

const plans = new Map<number, Plan>()

function planFor(shape: number, stepCount: number): Plan {
  const known = plans.get(shape)
  if (known !== undefined) return known
  const steps: Array<{ operation: string; cost: number }> = []
  for (let i = 0; i < stepCount; i++) steps.push({ operation: `scan-${shape}-${i}`, cost: 1.5 * i })
  const plan = { steps }
  plans.set(shape, plan)
  return plan
}

/** One of a limited number of plans for each request, made when it is first needed: the more there are, the fewer are new. */
export const createSlowWarmUp: CreateTrap = ({ settleRequests, readSize }) => {
  const shapes = new RandomStream(settleRequests, 'query-shapes')
  const shapeCount = Math.ceil(settleRequests / CONSTANTS_TO_SETTLE)
  return async ({ params }) => {
    const { steps } = planFor(shapes.below(shapeCount), await readSize(TYPICAL_STEPS))
    return { id: params.id, steps: steps.length }
  }
}
