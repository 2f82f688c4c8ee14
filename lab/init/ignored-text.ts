/** Where runs and histories are kept. */
const IGNORED = '.kneepoint/'

/**
 * A .gitignore with a line for what this program keeps.
 *
 * @returns `null` when it has one already
 */
export function withIgnored(text: string): string | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  if (lines.some((line) => /^\/?(\*\*\/)?\.kneepoint\/?(\*\*?)?$/.test(line))) return null
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const separator = text === '' || text.endsWith('\n') ? '' : newline
  return `${text}${separator}${IGNORED}${newline}`
}
