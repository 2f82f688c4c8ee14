import type { AddHelpTextContext, Command } from 'commander'

/** What the help of a command says beyond its arguments and flags. */
export interface HelpNotes {
  /** Wrapped to the terminal's width. */
  readonly paragraphs?: readonly string[]
  /** Names with what they mean. */
  readonly list?: { readonly heading: string; readonly items: Readonly<Record<string, string>> }
  /** Commands as a shell takes them; what follows ` # ` is a remark. */
  readonly examples: readonly string[]
  /** What its exit codes mean, such as `0 ok, 2 usage`. */
  readonly exitCodes?: string
}

const notesOf = new WeakMap<Command, HelpNotes>()

/** Adds notes below the help of a command. */
export function addHelpNotes(command: Command, notes: HelpNotes): Command {
  notesOf.set(command, notes)
  return command.addHelpText('after', (context) => formatNotes(notes, context))
}

/** The examples in the help of a command. */
export function examplesOf(command: Command): readonly string[] {
  return notesOf.get(command)?.examples ?? []
}

const USUAL_WIDTH = 80

function formatNotes(
  { paragraphs = [], list, examples, exitCodes }: HelpNotes,
  { command, error }: AddHelpTextContext,
) {
  const help = command.createHelp()
  const output = command.configureOutput()
  const width = (error ? output.getErrHelpWidth?.() : output.getOutHelpWidth?.()) ?? USUAL_WIDTH
  help.prepareContext({ error, helpWidth: width })
  const wrapped = (text: string): string => help.boxWrap(text, width)
  const items = Object.entries(list?.items ?? {})
  const termWidth = Math.max(...items.map(([name]) => name.length))
  const blocks = [
    ...paragraphs.map(wrapped),
    ...(list === undefined
      ? []
      : [
          [list.heading, ...items.map((item) => help.formatItem(item[0], termWidth, item[1], help))].join(
            '\n',
          ),
        ]),
    [examples.length === 1 ? 'Example:' : 'Examples:', ...examples.map((each) => `  ${each}`)].join('\n'),
    ...(exitCodes === undefined ? [] : [wrapped(`Exit codes: ${exitCodes}.`)]),
  ]
  return `\n${blocks.join('\n\n')}`
}
