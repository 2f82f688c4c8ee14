/** Units in ms, in the order in which they have to be written; a month is 30 days and a year 365. */
const units = [
  ['y', 31_536_000_000],
  ['M', 2_592_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const

const pattern = new RegExp(`^${units.map(([unit]) => String.raw`(?:(\d+)${unit} *)?`).join('')}(\\d+)?$`)

/**
 * A time in nginx's notation, in ms; a bare number counts seconds. NaN where it is none.
 *
 * Notation: nginx.org/en/docs/syntax.html.
 */
export function nginxTimeMs(text: string): number {
  const amounts = pattern.exec(text)?.slice(1)
  if (amounts === undefined || amounts.every((amount) => amount === undefined)) return NaN
  const scales = [...units.map(([, unitMs]) => unitMs), 1000]
  return amounts.reduce((total, amount, i) => total + Number(amount ?? 0) * (scales[i] as number), 0)
}
