import type { DialPoint } from './dial-floor.ts'

/**
 * Dials per second over all blocks, with its standard error: from the spread of the blocks, or what independent dials
 * would have (Poisson) where that is more, since few blocks may agree by chance, and blocks without a dial always do.
 *
 * @param blocks at least one, each longer than 0 ms
 * @throws RangeError when there is none
 */
export function dialRate(
  blocks: ReadonlyArray<{ readonly dials: number; readonly lengthMs: number }>,
): Pick<DialPoint, 'dialsPerSecond' | 'standardError'> {
  if (blocks.length === 0) throw new RangeError('a rate needs at least one block')
  const dials = blocks.reduce((sum, block) => sum + block.dials, 0)
  const seconds = blocks.reduce((sum, block) => sum + block.lengthMs, 0) / 1000
  const dialsPerSecond = dials / seconds
  const chance = Math.sqrt(Math.max(1, dials)) / seconds
  // The ratio estimator's residuals: a longer block counts for more.
  const squares = blocks.reduce(
    (sum, block) => sum + (block.dials - (dialsPerSecond * block.lengthMs) / 1000) ** 2,
    0,
  )
  const spread = blocks.length < 2 ? 0 : Math.sqrt((squares * blocks.length) / (blocks.length - 1)) / seconds
  return { dialsPerSecond, standardError: Math.max(chance, spread) }
}
