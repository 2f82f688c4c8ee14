import type { Command } from 'commander'
import type { InitFlags } from '../init/read-init-plan.ts'
import { addHelpNotes } from './help-notes.ts'

/** @param version of this program, which what is written asks for */
export function addInit(program: Command, version: string, done: (exitCode: number) => void): void {
  const command = program
    .command('init')
    .description('a scenario to start from, and a workflow that measures it every night')
    .argument('[directory]', 'where to write them, made where it is not there', '.')
    .option('--url <url>', 'of your own service, in place of the built-in shop')
    .option('--client <name>', 'whose pool it is about (go-net-http)')
    .option('--name <name>', 'of the scenario (default: that of the directory)')
    .option('--force', 'write over a scenario or a workflow that is there already', false)
    .option('--no-workflow', 'leave the workflow for GitHub Actions away')
    .option('--json', 'print one JSON document on stdout', false)
    .action(async (directory: string, flags: InitFlags) => {
      const { initCommand } = await import('../commands/init.ts')
      done(await initCommand(directory, flags, version))
    })
  addHelpNotes(command, {
    paragraphs: [
      'Writes scenario.ts and .github/workflows/kneepoint-nightly.yml, adds a line to a .gitignore that is there, ' +
        'and a package.json where there is none. Nothing that is there is written over without --force, and ' +
        'nothing is sent.',
    ],
    examples: [
      'kneepoint init',
      'kneepoint init load --no-workflow',
      'kneepoint init --url http://127.0.0.1:8080/api --client node-http-agent --name orders',
    ],
    exitCodes: '0 ok, 2 usage, or a scenario that is there and would have to be another one',
  })
}
