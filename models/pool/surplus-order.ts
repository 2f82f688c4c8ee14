import type { PoolPolicy } from './policy.ts'

/**
 * The order in which idle connections are closed when a cap is lowered below what is there. Where the overflow rule
 * closes idle ones, it is that rule's order. Where it closes the one returned, none is, and it is the order of `pick`
 * from its end: the connections that would be handed out last go, those that would be handed out next stay.
 *
 * @param byReturn slots of the idle connections, the one returned first first
 * @param created by slot: place in the order of creation
 */
export function surplusOrder(
  byReturn: readonly number[],
  created: ArrayLike<number>,
  { overflow, pick }: Pick<PoolPolicy, 'overflow' | 'pick'>,
): number[] {
  const byCreation = (a: number, b: number) => (created[a] as number) - (created[b] as number)
  if (overflow === 'evict-oldest') return [...byReturn]
  if (overflow === 'close-first-created') return byReturn.toSorted(byCreation)
  if (pick === 'lifo') return [...byReturn]
  if (pick === 'fifo') return byReturn.toReversed()
  if (pick === 'first-created') return byReturn.toSorted(byCreation).toReversed()
  return byReturn.toSorted((a, b) => b - a)
}
