import type { Command } from 'commander'
import { addHelpNotes } from './help-notes.ts'
import { NamesOption } from './names-option.ts'
import { parseMs, parsePort, parseSeed } from './option-values.ts'

export function addTarget(program: Command, signal: AbortSignal): void {
  const command = program
    .command('target')
    .description('start the built-in shop and keep it running until Ctrl-C')
    .option('--port <number>', 'on 127.0.0.1; a free one unless told', parsePort)
    .addOption(
      new NamesOption('--tls <key>', 'with a certificate made at start: ecdsa or rsa', {
        names: ['ecdsa', 'rsa'],
      }),
    )
    .option('--rtt <ms>', 'a round trip between the client and the shop', parseMs)
    .option('--seed <number>', 'of its service times', parseSeed, 1)
    .action(async (options: TargetFlags) => {
      const { serveTarget } = await import('../commands/target.ts')
      await serveTarget({ ...options, signal })
    })
  addHelpNotes(command, {
    examples: ['kneepoint target --port 8080', 'kneepoint target --port 8443 --tls ecdsa --rtt 8'],
  })
}

interface TargetFlags {
  readonly port?: number
  readonly tls?: 'ecdsa' | 'rsa'
  readonly rtt?: number
  readonly seed: number
}
