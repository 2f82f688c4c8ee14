import type { Command } from 'commander'
import { JSON_TEXT } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'

export function addDoctor(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const command = program
    .command('doctor')
    .description('examine this machine, and measure how much load it can send; keeps that for 30 days')
    .option('--json', JSON_TEXT, false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const { runDoctor } = await import('../commands/run-doctor.ts')
      done(await runDoctor({ json, signal }))
    })
  addHelpNotes(command, {
    examples: ['kneepoint doctor', 'kneepoint doctor --json > doctor.json'],
  })
}
