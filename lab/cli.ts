#!/usr/bin/env node
import { createProgram } from './command-line/program.ts'
import { EXIT } from './exit-codes.ts'
import { Interrupted } from './interrupted.ts'

const controller = new AbortController()

function onSignal(): void {
  if (controller.signal.aborted) process.exit(EXIT.interrupted)
  process.stderr.write('\nstopping (once more to stop at once)\n')
  controller.abort(new Interrupted())
}

// Whoever reads the output may stop early, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  process.stderr.write(`error: cannot write to stdout: ${error.message}\n`)
  process.exit(EXIT.internalError)
})
// What is said meanwhile may go unread: the result counts.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)

try {
  process.exitCode = await createProgram(controller.signal)(process.argv.slice(2))
} catch (error) {
  // It knows the errors of every part, which are not to be loaded for a help text.
  const { describeFailure } = await import('./describe-failure.ts')
  const failure = describeFailure(error)
  process.stderr.write(`${failure.message}\n`)
  process.exitCode = failure.exitCode
}
