/** What a flag or a command is, for a line of a list: its description without what is said after a semicolon. */
export function shortDescription(description: string): string {
  return description.split(/; | \((?=repeatable|default)/)[0] ?? ''
}
