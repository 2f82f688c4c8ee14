import type { Command } from 'commander'

export function addDoctor(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  program
    .command('doctor')
    .description('examine this machine, and measure how much load it can send; keeps that for 30 days')
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const { runDoctor } = await import('../commands/run-doctor.ts')
      done(await runDoctor({ json, signal }))
    })
}
