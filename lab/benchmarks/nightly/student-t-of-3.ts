import { normal } from '../../../models/random/distributions.ts'
import type { RandomStream } from '../../../models/random/random-stream.ts'

/**
 * A draw from Student's t with 3 degrees of freedom, brought to a standard deviation of 1: z / √(χ²₃ / 3) has a variance
 * of 3.
 */
export function studentTOf3(random: RandomStream): number {
  const draw = () => normal(random, 0, 1)
  const [x, y, z] = [draw(), draw(), draw()]
  return draw() / Math.sqrt(x * x + y * y + z * z)
}
