/** Nobody writes longer ones, and a pattern has its limits. */
const LONGEST_KEY = 1000

/**
 * Where a key stands in the text of a scenario, as `line:column` from 1. Only a key that is written exactly once
 * is located: better no place than a wrong one.
 */
export function locateKey(source: string, path: readonly PropertyKey[]): string | null {
  const key = path.findLast((step): step is string => typeof step === 'string')
  if (key === undefined || key.length > LONGEST_KEY) return null
  const escaped = key.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  const pattern = new RegExp(String.raw`(?<=^|[{,\s])(?:${escaped}|'${escaped}'|"${escaped}")\s*:`, 'gm')
  const [first, second] = source.matchAll(pattern)
  if (first === undefined || second !== undefined) return null
  const before = source.slice(0, first.index).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}
