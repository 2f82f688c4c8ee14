import type { CreateTrap, OrderRequest, TrapContext } from './trap.ts'

interface FollowedRequest {
  readonly request: OrderRequest
  readonly steps: FollowedStep[]
}

interface FollowedStep {
  readonly name: string
  readonly startedMs: number
  readonly sku: string
  readonly quantity: number
}

const TYPICAL_STEPS = 24

/** Of which one could ask what they are doing. */
const requestsInFlight = new Map<string, FollowedRequest>()

async function followRequest(
  request: OrderRequest,
  { readSize }: Pick<TrapContext, 'readSize'>,
): Promise<FollowedRequest> {
  const stepCount = await readSize(TYPICAL_STEPS)
  const steps: FollowedStep[] = []
  for (let i = 0; i < stepCount; i++) {
    const name = i % 3 === 0 ? 'reserve' : i % 3 === 1 ? 'price' : 'pack'
    steps.push({ name, startedMs: performance.now(), sku: `sku-${i}-${request.params.id}`, quantity: i % 7 })
  }
  const followed = { request, steps }
  requestsInFlight.set(request.id, followed) // leaks: whoever answers has to take it out again, and does not
  return followed
}

/** Requests are put into a global map when they come, and are not taken out when they have been answered. */
export const createRequestMap: CreateTrap = (context) => {
  const answerOrder = async (request: OrderRequest) => {
    const { steps } = await followRequest(request, context)
    return { id: request.params.id, steps: steps.length, inFlight: requestsInFlight.size }
  }
  const answerAndForget = async (request: OrderRequest) => {
    try {
      return await answerOrder(request)
    } finally {
      requestsInFlight.delete(request.id)
    }
  }
  return context.fixed ? answerAndForget : answerOrder
}
