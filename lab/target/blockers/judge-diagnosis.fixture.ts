import type { HotPathView } from '../../../models/diagnosis/hot-path-view.ts'
import { readBlockerSource } from './diagnose-blocker.fixture.ts'
import { blockerFile, type KnownBlocker } from './known-blockers.fixture.ts'

/**
 * What is wrong with a diagnosis of what is known: the first finding is to name the cause, the function, its file and a
 * line of it; where the fault is mended, nothing of the blocker's file is to be named, and no such cause.
 *
 * @returns `null` where it is right
 */
export function faultOfDiagnosis(
  known: KnownBlocker,
  fixed: boolean,
  { findings }: Pick<HotPathView, 'findings'>,
): string | null {
  const file = blockerFile(known)
  if (fixed) {
    const accused = findings.find(({ cause, site }) => cause === known.cause || site?.file === file)
    return accused === undefined ? null : `accused though it is mended: ${accused.title}`
  }
  const [first] = findings
  if (first === undefined) return 'nothing was found'
  const { cause, site } = first
  if (cause !== known.cause) return `${cause} instead of ${known.cause}: ${first.title}`
  if (site?.functionName !== known.functionName || site.file !== file) return `another place: ${first.title}`
  const line = site.hotLine ?? site.line
  const [from, to] = linesOfFunction(known)
  return line >= from && line <= to ? null : `line ${line} is not one of ${from} to ${to}: ${first.title}`
}

/** Of a function of the module's top level: its first line and that of its closing brace, from 1. */
function linesOfFunction(known: KnownBlocker): readonly [from: number, to: number] {
  const lines = (readBlockerSource(blockerFile(known)) ?? '').split('\n')
  const from = lines.findIndex((line) => line.includes(`function ${known.functionName}(`))
  if (from < 0) throw new Error(`${blockerFile(known)} has no function ${known.functionName}`)
  return [from + 1, lines.indexOf('}', from) + 1]
}
