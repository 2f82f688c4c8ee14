/** A time to come, as precisely as it can be known beforehand: `12 s`, `4 min`, `2 h 5 min`. @param ms ≥ 0 */
export function timeLeftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`
}
