import { ConfigEditError } from '../config-dialect.ts'
import type { HaproxyLine } from '../syntax/haproxy-lines.ts'

/** A section with what it is set on. */
export interface HaproxySection {
  /** Its keyword, e.g. `backend`. */
  readonly kind: string
  /** Empty where it has none. */
  readonly name: string
  readonly header: HaproxyLine
  /** The lines after the header, up to the next section. */
  readonly lines: readonly HaproxyLine[]
  /** The `defaults` section whose values it begins with. */
  readonly defaults: HaproxySection | null
  /** Whether those cannot be told: they are conditional, or not in this file. */
  readonly isDefaultsUnknown: boolean
}

/** The words that begin a section, in all versions from 2.4. */
const keywords = new Set(
  `
    global defaults frontend backend listen peers mailers resolvers ring userlist program
    fcgi-app cache http-errors log-forward log-profile crt-store traces acme healthcheck
  `
    .trim()
    .split(/\s+/),
)

const proxies = new Set(['defaults', 'frontend', 'backend', 'listen'])

/**
 * The sections in the order of the file.
 *
 * @throws ConfigEditError at a line before the first of them
 */
export function readSections(lines: readonly HaproxyLine[]): HaproxySection[] {
  const sections: Array<HaproxySection & { readonly lines: HaproxyLine[] }> = []
  for (const line of lines) {
    const [keyword] = line.words
    if (keywords.has(keyword.value)) {
      sections.push({ ...headed(line, sections), lines: [] })
    } else if (!keyword.value.startsWith('.')) {
      const section = sections.at(-1)
      if (section === undefined) {
        throw new ConfigEditError('a section such as backend is expected before this line', line.from)
      }
      section.lines.push(line)
    }
  }
  return sections
}

function headed(header: HaproxyLine, before: readonly HaproxySection[]): HaproxySection {
  const [keyword, ...rest] = header.words.map(({ value }) => value)
  const kind = keyword as string
  const from = rest.indexOf('from')
  const named = from < 0 ? undefined : rest[from + 1]
  const known = before.filter((section) => section.kind === 'defaults')
  const inherits = proxies.has(kind) && (kind !== 'defaults' || named !== undefined)
  const defaults = inherits ? known.findLast(({ name }) => named === undefined || name === named) : undefined
  const isConditional = defaults?.header.isConditional ?? false
  return {
    kind,
    name: from === 0 ? '' : (rest[0] ?? ''),
    header,
    lines: [],
    defaults: defaults ?? null,
    isDefaultsUnknown: isConditional || (defaults === undefined && named !== undefined),
  }
}

/** The section and those it begins with, itself first. */
export function inheritance(section: HaproxySection): HaproxySection[] {
  return section.defaults === null ? [section] : [section, ...inheritance(section.defaults)]
}

/** Whether something that decides about the section cannot be told, at whatever remove. */
export function hasUnknownDefaults(section: HaproxySection): boolean {
  return inheritance(section).some(({ isDefaultsUnknown }) => isDefaultsUnknown)
}

/** The last line of a section that begins with these words. */
function lastLine(section: HaproxySection, ...begin: readonly string[]): HaproxyLine | undefined {
  return section.lines.findLast(({ words }) => begin.every((word, i) => words[i]?.value === word))
}

/** The last line in force that begins with these words: the section's own, or else one of its defaults. */
export function lineInForce(section: HaproxySection, ...begin: readonly string[]): HaproxyLine | undefined {
  for (const each of inheritance(section)) {
    const line = lastLine(each, ...begin)
    if (line !== undefined) return line
  }
  return undefined
}
