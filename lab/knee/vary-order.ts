/**
 * The order in which counts are measured: all of them upwards or downwards, time and again, in the directions of the
 * Thue–Morse sequence (up, down, down, up, down, up, up, down …). A drift of the machine that is linear in time adds the
 * same to every count after two passes; a quadratic one adds the same to the first count as to the last after four, to
 * the second as to the last but one and so on, and so looks like no growth.
 *
 * @param passes whole, ≥ 1
 */
export function varyOrder(counts: readonly number[], passes: number): readonly number[] {
  return Array.from({ length: passes }, (_, pass) => (isUpward(pass) ? counts : counts.toReversed())).flat()
}

/** The number of ones among its binary digits is even. */
function isUpward(pass: number): boolean {
  let ones = 0
  for (let rest = pass; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones % 2 === 0
}
