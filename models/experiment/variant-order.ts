/**
 * The order in which the variants of an experiment are sent a round.
 *
 * Two variants: the Thue–Morse sequence (ABBABAAB…), in which every even number of rounds cancels a drift of the machine
 * that is linear in time, and every fourth round one that bends. More: rows of a Latin square of which each neighbour
 * follows each other about as often (Williams 1949, Experimental designs balanced for the estimation of residual effects
 * of treatments, Australian Journal of Scientific Research A 2, 149–168), each row followed or preceded by its own
 * reverse, which of the two by Thue–Morse: in every even number of rounds each variant has the same sum of places.
 *
 * @param round number of the round, from 0
 * @param variants how many there are, ≥ 1
 * @returns indexes of the variants, each once
 */
export function variantOrder(round: number, variants: number): readonly number[] {
  const row = variants <= 2 ? 0 : Math.floor(round / 2) % variants
  const order = zigzag(variants).map((place) => (place + row) % variants)
  return isOdd(round) ? order.toReversed() : order
}

/** 0, 1, n − 1, 2, n − 2, …: the first row of a Williams square. */
function zigzag(length: number): number[] {
  return Array.from({ length }, (_, i) => (i % 2 === 1 ? (i + 1) / 2 : (length - i / 2) % length))
}

/** The parity of the ones in n: its term of the Thue–Morse sequence. */
function isOdd(n: number): boolean {
  let parity = 0
  for (let rest = n; rest > 0; rest >>= 1) parity ^= rest & 1
  return parity === 1
}
