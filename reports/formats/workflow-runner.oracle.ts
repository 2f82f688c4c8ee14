export interface RunnerCommand {
  readonly command: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/**
 * What a runner of GitHub Actions does of a log, as its source (`ActionCommand.cs`, `ActionCommandManager.cs`) has it: a
 * line that begins with `::` after spaces is a command of this form, one with `##[` anywhere one of the former form;
 * between `stop-commands` and its token none is.
 */
export function runnerCommands(log: string): RunnerCommand[] {
  const done: RunnerCommand[] = []
  let token: string | null = null
  for (const line of log.split(/\r\n|\r|\n/)) {
    const found = commandOf(line)
    if (found === null) continue
    if (token !== null) {
      if (found.command === token) token = null
      continue
    }
    if (found.command === 'stop-commands') token = found.data
    else done.push(found)
  }
  return done
}

function commandOf(line: string): RunnerCommand | null {
  const current = /^\s*::([^\s:]+)(?:\s([^]*?))?::([^]*)$/.exec(line)
  if (current !== null) {
    const [, command = '', properties = '', data = ''] = current
    return { command, properties: propertiesOf(properties), data: unescapeData(data) }
  }
  const former = /##\[([^\s\]]+)[^\]]*\]([^]*)$/.exec(line)
  return former === null ? null : { command: former[1] ?? '', properties: {}, data: former[2] ?? '' }
}

function propertiesOf(written: string): Record<string, string> {
  return Object.fromEntries(
    written
      .split(',')
      .filter((each) => each.includes('='))
      .map((each) => {
        const at = each.indexOf('=')
        const value = each
          .slice(at + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ',')
        return [each.slice(0, at).trim(), unescapeData(value)]
      }),
  )
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
