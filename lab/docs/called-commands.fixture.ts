import { shellLines } from './shown-commands.fixture.ts'

/** A call of one of kneepoint's commands in a page. */
export interface CalledCommand {
  readonly place: string
  readonly command: string
  /** Its arguments, as they are written. */
  readonly line: string
}

/** How a call begins; what npm needs to tell its own flags from others is left out. */
const CALLER =
  /^(?:\w+=\S*\s+)*(npm run (?:--silent |-s )?(lab|nightly)|(?:npx (?:--yes |-y )?|bunx )?kneepoint|bun (?:--bun )?run (lab|nightly)|deno task (lab|nightly))(?:\s+|$)/

/** Calls in blocks of shell and of YAML, as in a workflow; a scenario's path in the first place is `run`. */
export function calledCommands(page: string, text: string, commands: readonly string[]): CalledCommand[] {
  const yaml = [...text.matchAll(/^ *```ya?ml\n([^]*?)^ *```$/gm)].flatMap((match) =>
    (match[1] ?? '').split('\n').map((line) => ({
      place: page,
      text: line.replace(/^\s*(?:- )?(?:run: )?/, '').replace(/\s#.*$/, ''),
    })),
  )
  return [...shellLines(page, text), ...yaml].flatMap(({ place, text: line }) =>
    line.split(/\s*(?:&&|\|\||;|\s[|>])\s*/).flatMap((part) => {
      const match = CALLER.exec(part)
      if (match === null) return []
      const args = part.slice(match[0].length).replace(/^-- /, '').replace(/ -- /, ' ')
      const script = match[2] ?? match[3] ?? match[4]
      const first = args.split(' ')[0] ?? ''
      const command = script === 'nightly' ? 'nightly' : commands.includes(first) ? first : 'run'
      return [{ place, command, line: args }]
    }),
  )
}
