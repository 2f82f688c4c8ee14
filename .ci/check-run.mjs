// Checks what a finished run left: check-run.mjs <run directory> <runtime> <exit code> <file with what it printed>.
// The last line sums it up; ends with 1 where something is wrong.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [directory, runtime, exitCode, printedFile] = process.argv.slice(2)
const printed = readFileSync(printedFile, 'utf8')
const read = (name) => JSON.parse(readFileSync(join(directory, name), 'utf8'))
const report = read('report.json')
const wrong = []

function demand(holds, what) {
  if (!holds) wrong.push(what)
}

const runtimeName = { node: 'Node ', node22: 'Node 22.', node24: 'Node 24.', bun: 'Bun ', deno: 'Deno ' }[
  runtime
]
demand(report.environment.startsWith(runtimeName), `it ran on ${report.environment}`)
const { verdict, why } = report.verdict
demand(printed.includes(verdict), `the verdict, ${verdict}, was not printed`)
demand((verdict === 'VALID') === (exitCode === '0'), `${verdict} ended with exit code ${exitCode}`)

const stretches = [
  ...read('sweep.json').steps.map(({ measurement, target }) => ({ whole: measurement.whole, target })),
  ...read('verify.json')
    .pairs.flatMap(({ before, after }) => [before, after])
    .map(({ measured, target }) => ({ whole: measured.whole, target })),
]
demand(stretches.length > 0, 'nothing was measured')
const sums = { sent: 0, received: 0, opened: 0, accepted: 0 }
for (const { whole, target } of stretches) {
  sums.sent += whole.sent
  sums.received += target.requestsReceived
  sums.opened += whole.dialed + whole.primed
  sums.accepted += target.acceptedConnections
}
demand(sums.sent > 0 && sums.sent === sums.received, `${sums.sent} sent, ${sums.received} received`)
demand(sums.opened > 0 && sums.opened === sums.accepted, `${sums.opened} opened, ${sums.accepted} accepted`)
const { ledger } = report
demand(
  ledger.requestsSent === sums.sent && ledger.connectionsAccepted === sums.accepted,
  'the report counts otherwise',
)

// A process that served so many requests cannot have done it with no memory, and no CPU time.
for (const { target } of stretches) {
  for (const name of ['rssPeakBytes', 'cpuSeconds'])
    demand(target[name] !== 0, `${name} is 0, which is no figure`)
}
const pauses = stretches.map(({ target }) => target.gcPauses)
const isKnown = pauses.every((count) => count !== null)
demand(isKnown || pauses.every((count) => count === null), 'pauses of the target are known here and there')
demand(!isKnown || pauses.some((count) => count > 0), 'not one garbage collection: a figure that is not one')
for (const { gcPauses, gcTotalMs } of stretches.map(({ target }) => target)) {
  demand(gcPauses === null || gcPauses === 0 || gcTotalMs > 0, 'garbage collections that took no time')
}
const row = report.beforeAfter.find(({ metric }) => metric === 'gcPause')
demand(isKnown || row.effect === null, 'a pause is compared that nobody knows')
if (!isKnown)
  demand(/target GC pause +not available/.test(printed), 'a pause that is not known is not said to be')

for (const each of wrong) console.log(`wrong: ${each}`)
const counted = `${sums.sent} sent = received, ${sums.opened} opened = accepted`
const told = verdict === 'VALID' ? verdict : `${verdict} (${why})`
console.log(wrong.length > 0 ? wrong.join('; ') : `${told}, ${counted}`)
process.exitCode = wrong.length > 0 ? 1 : 0
