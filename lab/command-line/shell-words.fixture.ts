/** The words of a command as a shell takes it, without a remark and without what goes to a file. */
export function shellWords(command: string): string[] {
  const own = command.replace(/\s#\s.*$/, '').replace(/\s>\s.*$/, '')
  return [...own.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '')
}
