/** A line of shell in a page that calls kneepoint, however it is started. */
export interface ShownCommand {
  /** The shell that it is written for. */
  readonly shell: 'bash' | 'fish'
  /** Where it stands, e.g. `docs/knee.md:4`. */
  readonly place: string
  /** The line, without its comment; lines that go on are one. */
  readonly text: string
}

/** Ways to start kneepoint, at the beginning of a command. */
const CALL =
  /(?:^|&&|\|\||[;|(])\s*(?:\w+=\S*\s+)*(?:npm run (?:--silent |-s )?(?:lab|nightly)|npx (?:--yes |-y )?kneepoint|bunx kneepoint|bun (?:--bun )?run (?:lab|nightly)|deno task (?:lab|nightly)|kneepoint)(?=\s|$)/

const BLOCK = /^( *)```(sh|bash|shell|console|zsh|fish)\n([^]*?)^ *```$/gm

/** Of the blocks of shell of a page, the lines that call kneepoint. */
export function shownCommands(page: string, text: string): ShownCommand[] {
  return shellLines(page, text).filter((line) => CALL.test(line.text))
}

/** Every line of the blocks of shell of a page. */
export function shellLines(page: string, text: string): ShownCommand[] {
  return [...text.matchAll(BLOCK)].flatMap((match) => {
    const first = text.slice(0, match.index).split('\n').length + 1
    return joined((match[3] ?? '').split('\n')).map(({ line, at }) => ({
      shell: match[2] === 'fish' ? 'fish' : 'bash',
      place: `${page}:${first + at}`,
      text: withoutComment(line).trim(),
    }))
  })
}

interface ShellLine {
  readonly line: string
  /** Where it begins, counted in lines from the beginning of the block. */
  readonly at: number
}

/** Lines that end in a backslash, put together with those that follow. */
function joined(lines: readonly string[]): ShellLine[] {
  const whole: ShellLine[] = []
  for (const [at, line] of lines.entries()) {
    const last = whole.at(-1)
    if (last?.line.endsWith('\\')) {
      whole[whole.length - 1] = { ...last, line: `${last.line.slice(0, -1).trimEnd()} ${line.trim()}` }
    } else whole.push({ line, at })
  }
  return whole
}

/** What comes after a `#` that is not within quotes and begins a word is a comment. */
function withoutComment(line: string): string {
  let quote: string | null = null
  for (let i = 0; i < line.length; i++) {
    const character = line[i] as string
    if (quote !== null) {
      if (character === quote) quote = null
    } else if (character === "'" || character === '"') quote = character
    else if (character === '#' && (i === 0 || /\s/.test(line[i - 1] as string))) return line.slice(0, i)
  }
  return line
}
