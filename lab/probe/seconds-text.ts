/** An idle time to the millisecond, as far as it is short: `3.998 s`, `412.3 ms`, `65.003 s`. */
export function secondsText(ms: number): string {
  if (ms < 1000) return `${Number(ms.toFixed(1))} ms`
  return `${Number((ms / 1000).toFixed(3))} s`
}

/** Below such a length of a stretch, milliseconds do not tell its ends apart well. */
const SHORT_MS = 20

/** Both ends of a stretch of time in one unit, as finely as its length wants it. */
export function stretchText(fromMs: number, toMs: number): string {
  const digits = toMs - fromMs < SHORT_MS ? 4 : 3
  const [from, to] = [fromMs, toMs].map((ms) => (toMs < 1000 ? ms.toFixed(1) : (ms / 1000).toFixed(digits)))
  const unit = toMs < 1000 ? 'ms' : 's'
  return from === to ? `${to} ${unit}` : `${from} to ${to} ${unit}`
}
