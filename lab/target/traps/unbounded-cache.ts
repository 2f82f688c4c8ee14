import type { CreateTrap, TrapContext } from './trap.ts'

interface Quote {
  readonly totals: number[]
  readonly currency: string
}

const TYPICAL_TOTALS = 16

const quotes = new Map<string, Quote>()

async function quoteFor(key: string, { readSize }: Pick<TrapContext, 'readSize'>): Promise<Quote> {
  const known = quotes.get(key)
  if (known !== undefined) return known
  const totalCount = await readSize(TYPICAL_TOTALS)
  const totals: number[] = []
  let total = 0
  for (let i = 0; i < totalCount; i++) {
    total += 0.99 + (i % 13) * 1.25
    totals.push(total)
  }
  const quote = { totals, currency: 'EUR' }
  quotes.set(key, quote) // leaks: with the request's id in the key, no quote is found again, and none is dropped
  return quote
}

/** A cache without a bound, whose keys hold what no two requests have in common. */
export const createUnboundedCache: CreateTrap = (context) => {
  const keyOf = (orderId: string, requestId: string) =>
    context.fixed ? `market-${orderId.length % 8}` : `${orderId}, asked for by ${requestId}`
  return async ({ id: requestId, params }) => {
    const { totals, currency } = await quoteFor(keyOf(params.id, requestId), context)
    return { id: params.id, total: totals.at(-1) ?? 0, currency }
  }
}
