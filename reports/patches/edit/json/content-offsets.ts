/** How a quoted or plain text stands in a file, without the quotes around it. */
export interface WrittenText {
  readonly from: number
  readonly to: number
  /** The quote around it, which is escaped (`"`) or doubled (`'`) within; `null` for none. */
  readonly quote: '"' | "'" | null
}

/**
 * Where each UTF-16 unit of a content stands in the file. What is written may break lines where the content has a
 * space, and escape quotes and backslashes; `null` where it differs otherwise, as by an escape like `\u0041`.
 */
export function contentOffsets(file: string, written: WrittenText, content: string): number[] | null {
  const offsets: number[] = []
  let at = written.from
  for (const run of content.match(/\s+|\S+/g) ?? []) {
    if (/\s/.test(run)) {
      const end = spaceEnd(file, at, written.to)
      if (end === at) return null
      for (let i = 0; i < run.length; i++) offsets.push(Math.min(at + i, end - 1))
      at = end
      continue
    }
    if (offsets.length === 0) at = spaceEnd(file, at, written.to)
    for (let i = 0; i < run.length; i++) {
      const length = unitLength(file, at, written.quote, run[i] as string)
      if (length === 0) return null
      offsets.push(at)
      at += length
    }
  }
  return spaceEnd(file, at, written.to) === written.to ? offsets : null
}

/** How many units of the file stand for one of the content; 0 where they do not. */
function unitLength(file: string, at: number, quote: '"' | "'" | null, unit: string): number {
  if (quote === "'" && unit === "'") return file.startsWith("''", at) ? 2 : 0
  if (quote === '"' && (unit === '"' || unit === '\\' || file[at] === '\\')) {
    return file[at] === '\\' && file[at + 1] === unit && /["\\/]/.test(unit) ? 2 : 0
  }
  return file[at] === unit ? 1 : 0
}

function spaceEnd(file: string, from: number, to: number): number {
  let at = from
  while (at < to && /\s/.test(file[at] as string)) at++
  return at
}
