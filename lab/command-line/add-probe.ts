import type { Command } from 'commander'
import type { ProbeCommandFlags } from '../commands/probe.ts'
import { JSON_TEXT } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { offering } from './names-option.ts'
import { collect } from './option-values.ts'

export function addProbe(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const command = program
    .command('probe')
    .description('when a server closes idle connections, and what clients should set for it')
    .argument('<url>', 'e.g. http://localhost:8080/health')
    .addOption(offering(['GET', 'HEAD'], '-m, --method <method>', 'GET (the default) or HEAD'))
    .option('-H, --header <line>', "'name: value' (repeatable)", collect, [])
    .option(
      '--up-to <time>',
      "longest idle time looked at (default: 5 s beyond the server's hint, else 2 minutes)",
    )
    .option('-c, --connections <number>', 'opened at once at most, 4 to 256 (32)')
    .option('--no-race', "do not meet the server's close on purpose, which takes the idle time once more")
    .option('--client <name>', 'for this client alone (default: all)')
    .option('--timeout <time>', 'after which a request has failed (10s)')
    .option('-k, --insecure', "accept any certificate of the target's", false)
    .option('--ca <file>', 'certificate authority of the target, in PEM')
    .option('--allow <host>', 'a host beyond loopback that may be asked (repeatable)', collect, [])
    .option('--json', JSON_TEXT, false)
    .action(async (url: string, flags: ProbeCommandFlags) => {
      const { probeCommand } = await import('../commands/probe.ts')
      done(await probeCommand(url, flags, signal))
    })
  addHelpNotes(command, {
    paragraphs: [
      'Takes about as long as the server keeps idle connections, twice with the race; Ctrl-C prints what is known.',
    ],
    examples: [
      'kneepoint probe http://localhost:8080',
      'kneepoint probe https://localhost:8443/health -k --client dotnet --up-to 70s',
    ],
    exitCodes: '0 ok, 91 the target cannot be used, 2 usage, 105 interrupted',
  })
}
