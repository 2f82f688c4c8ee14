import type { BenchDocument } from './bench-document.ts'
import type { LatencySummary } from './latency-summary.ts'

type TimeFigures = Pick<BenchDocument, 'responseMs' | 'latenessMs' | 'poolWaitMs' | 'connectMs' | 'phases'>

/** Rows that say what the mean response and the mean dial are made of; none where nothing is known. */
export function whereTimeGoes(figures: TimeFigures): ReadonlyArray<readonly [label: string, text: string]> {
  const { responseMs, latenessMs, poolWaitMs, connectMs, phases } = figures
  if (phases === null) return []
  const { firstByte, body, dns, connect, tls } = phases
  const response: Parts = [
    ['late', latenessMs],
    ['pool wait', poolWaitMs],
    ['first byte', firstByte],
    ['body', body],
  ]
  const dial: Parts = [
    ['name', dns],
    ['TCP', connect],
    ['TLS', tls],
  ]
  return [
    ...(responseMs.mean === null ? [] : [['response', composition(responseMs.mean, response)] as const]),
    ...(connectMs.mean === null ? [] : [['connect', composition(connectMs.mean, dial)] as const]),
  ]
}

type Parts = ReadonlyArray<readonly [name: string, summary: LatencySummary]>

function composition(meanMs: number, parts: Parts): string {
  const decimals = meanMs < 10 ? 3 : 1
  const means = parts.flatMap(([name, { mean }]) =>
    mean === null ? [] : [`${name} ${mean.toFixed(decimals)}`],
  )
  return `${meanMs.toFixed(decimals)} ms on average: ${means.join(', ')}`
}
