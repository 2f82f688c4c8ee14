import { type Command, Option } from 'commander'
import { parseMs, parsePort, parseSeed } from './option-values.ts'

export function addTarget(program: Command, signal: AbortSignal): void {
  program
    .command('target')
    .description('start the built-in shop and keep it running until Ctrl-C')
    .option('--port <number>', 'on 127.0.0.1; a free one unless told', parsePort)
    .addOption(new Option('--tls <key>', 'with a certificate made at start').choices(['ecdsa', 'rsa']))
    .option('--rtt <ms>', 'a round trip between the client and the shop', parseMs)
    .option('--seed <number>', 'of its service times', parseSeed, 1)
    .action(async (options: TargetFlags) => {
      const { serveTarget } = await import('../commands/target.ts')
      await serveTarget({ ...options, signal })
    })
}

interface TargetFlags {
  readonly port?: number
  readonly tls?: 'ecdsa' | 'rsa'
  readonly rtt?: number
  readonly seed: number
}
