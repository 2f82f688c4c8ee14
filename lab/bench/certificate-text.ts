import { formatTime } from '../simulate/format-time.ts'
import type { BenchDocument } from './bench-document.ts'
import { groupDigits } from './group-digits.ts'

/** What this machine's load generator was found to be able to do. */
export function certificateText(certificate: BenchDocument['certificate']): string {
  if (certificate === null) return 'what it can send was not measured: kneepoint doctor does that'
  const { driver, highestRate, latenessP99Ms } = certificate
  return `up to ${groupDigits(highestRate)}/s with lateness P99 ${formatTime(latenessP99Ms)} (${driver})`
}
