import type { CreateTrap, TrapContext } from './trap.ts'

type PriceCallback = (percent: number) => void

interface Cart {
  readonly lines: Array<{ readonly sku: string; priceCents: number; readonly quantity: number }>
  readonly changePrices: PriceCallback
}

const TYPICAL_LINES = 20

/** Called when prices change. */
const priceCallbacks = new Set<PriceCallback>()

async function openCart(cartId: string, { readSize }: Pick<TrapContext, 'readSize'>): Promise<Cart> {
  const lineCount = await readSize(TYPICAL_LINES)
  const lines: Cart['lines'] = []
  for (let i = 0; i < lineCount; i++) {
    lines.push({ sku: `${cartId}-${i}`, priceCents: 100 + 17 * i, quantity: 1 + (i % 4) })
  }
  const changePrices: PriceCallback = (percent) => {
    for (const line of lines) line.priceCents *= 1 + percent / 100
  }
  priceCallbacks.add(changePrices) // leaks: the callback is never taken back, and holds the lines of its request
  return { lines, changePrices }
}

/** Each request asks to be called back, and stays behind its callback when it has been answered. */
export const createCallbackHandler: CreateTrap = (context) => {
  return async ({ id: requestId, params }) => {
    const { lines, changePrices } = await openCart(`cart-${requestId}`, context)
    const totalCents = lines.reduce((sum, { priceCents, quantity }) => sum + priceCents * quantity, 0)
    if (context.fixed) priceCallbacks.delete(changePrices)
    return { id: params.id, totalCents }
  }
}
