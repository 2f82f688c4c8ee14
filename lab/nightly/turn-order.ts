/** What a window is sent to, in turns: the baseline where it is measured too, and tonight twice. */
export type Turn = 'baseline' | 'tonight' | 'tonightAgain'

/**
 * The order of the turns in a window.
 *
 * Three turns: every seven windows hold one Latin rotation and two orders with their reverses. In each of the three
 * contrasts the places then sum to nothing, so a drift of the machine that is linear in time favours none; every other
 * seven runs backwards, against a drift that bends. Two turns: the Thue–Morse sequence (ABBABAAB…), with which an even
 * number of windows cancels a linear drift and an odd one leaves that of a single block, shared by all windows.
 *
 * @param window number of the window, from 0
 * @param interleaved whether the baseline is measured too
 */
export function turnOrder(window: number, interleaved: boolean): readonly Turn[] {
  if (!interleaved) return isOdd(window) ? ['tonightAgain', 'tonight'] : ['tonight', 'tonightAgain']
  const order = SEVEN[window % SEVEN.length] as readonly Turn[]
  return isOdd(Math.floor(window / SEVEN.length)) ? order.toReversed() : order
}

const SEVEN: readonly (readonly Turn[])[] = [
  ['baseline', 'tonight', 'tonightAgain'],
  ['tonight', 'tonightAgain', 'baseline'],
  ['tonightAgain', 'baseline', 'tonight'],
  ['tonightAgain', 'tonight', 'baseline'],
  ['baseline', 'tonight', 'tonightAgain'],
  ['tonight', 'baseline', 'tonightAgain'],
  ['tonightAgain', 'baseline', 'tonight'],
]

/** The parity of the ones in n: its term of the Thue–Morse sequence. */
function isOdd(n: number): boolean {
  let parity = 0
  for (let rest = n; rest > 0; rest >>= 1) parity ^= rest & 1
  return parity === 1
}
