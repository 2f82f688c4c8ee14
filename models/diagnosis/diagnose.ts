import { codeFindings } from './code-findings.ts'
import { type Finding, findingCauses } from './finding.ts'
import type { Observed } from './observed.ts'
import { collectorFinding, fullCpuFinding, outsideFinding, runsOutFindings } from './state-findings.ts'
import { waitFindings } from './wait-findings.ts'

/** A place in code that takes this share of the time explains why the CPU is full. */
const EXPLAINS = 0.25

/**
 * What is wrong with a target, the most likely cause first; nothing where no rule applies. The rules are fixed in advance,
 * the same for every target: what code does by the functions that it calls and the line that it is on, what requests wait
 * for by the target's own count, and what is left of their time.
 */
export function diagnose(observed: Observed): Finding[] {
  const code = codeFindings(observed)
  const collector = collectorFinding(observed)
  const explained = [...code, ...(collector === null ? [] : [collector])].some(
    ({ weight }) => weight >= EXPLAINS,
  )
  const found = [
    ...code,
    ...(collector === null ? [] : [collector]),
    ...waitFindings(observed),
    ...(explained ? [] : present(fullCpuFinding(observed))),
    ...runsOutFindings(observed),
  ]
  const all = found.length > 0 ? found : present(outsideFinding(observed))
  return all.sort(
    (a, b) => b.weight - a.weight || findingCauses.indexOf(a.cause) - findingCauses.indexOf(b.cause),
  )
}

function present<Each>(each: Each | null): Each[] {
  return each === null ? [] : [each]
}
