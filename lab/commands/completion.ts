import { clientNames } from '../../models/clients/catalogue.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { bashScript } from '../completion/bash-script.ts'
import type { CompletedProgram } from '../completion/completed-program.ts'
import type { NamesToComplete } from '../completion/names-to-complete.ts'
import { fishScript } from '../completion/fish-script.ts'
import type { ShellName } from '../completion/shell-name.ts'
import { zshScript } from '../completion/zsh-script.ts'
import { EXIT } from '../exit-codes.ts'

const scripts: Readonly<Record<ShellName, (program: CompletedProgram) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/**
 * Prints the script with which a shell completes this program.
 *
 * @param describe makes the description of all commands
 * @returns the exit code
 */
export function completionCommand(
  shell: ShellName,
  describe: (names: NamesToComplete) => CompletedProgram,
): number {
  const settings = Object.keys(UNLIMITED).map((name) => name.replace(/Ms$/, ''))
  process.stdout.write(scripts[shell](describe({ clients: clientNames, settings })))
  return EXIT.ok
}
