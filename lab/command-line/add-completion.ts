import { type Command, Argument } from 'commander'
import { type ShellName, shellNames } from '../completion/shell-name.ts'
import { describeCommands } from './describe-commands.ts'
import { addHelpNotes } from './help-notes.ts'
import { requireKnown } from './names-option.ts'

export function addCompletion(program: Command, done: (exitCode: number) => void): void {
  const command = program
    .command('completion')
    .description('a script that completes commands, flags, their values and names of runs in a shell')
    .addArgument(new Argument('<shell>', shellNames.join(', ')).choices(shellNames).argParser(shellNamed))
    .action(async (shell: ShellName) => {
      const { completionCommand } = await import('../commands/completion.ts')
      done(completionCommand(shell, (names) => describeCommands(program, names)))
    })
  addHelpNotes(command, {
    paragraphs: [
      'The script is printed on stdout; docs/completion.md says where each shell looks for it, in a folder that ' +
        'has to be there.',
    ],
    examples: [
      'kneepoint completion bash > ~/.local/share/bash-completion/completions/kneepoint',
      'kneepoint completion zsh > ~/.zfunc/_kneepoint',
      'kneepoint completion fish > ~/.config/fish/completions/kneepoint.fish',
    ],
  })
}

function shellNamed(text: string): string {
  requireKnown(text, shellNames)
  return text
}
