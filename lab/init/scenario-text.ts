import { quotedWord } from '../repeat-command.ts'
import type { InitPlan, InitTarget } from './read-init-plan.ts'

/** What a run of the scenario takes on the command line besides its path. */
export function runFlags({ target }: Pick<InitPlan, 'target'>): string {
  return target === null || target.allow === null ? '' : ` --allow ${quotedWord(target.allow)}`
}

/**
 * A scenario to start from, as TypeScript. It runs as it is; comments say where one's own goes.
 *
 * @param clientNames every client that may be named in it
 */
export function scenarioText(plan: InitPlan, clientNames: readonly string[]): string {
  return `// What is measured: a target, the traffic that it gets, and the client whose connection pool is to be set.
//
//   npx kneepoint run scenario.ts${runFlags(plan)} --quick    for a first look
//   npx kneepoint run scenario.ts${runFlags(plan)}            for settings to rely on
import { defineScenario, week } from 'kneepoint'

export default defineScenario({
  name: '${plan.name}',

${plan.target === null ? shopTarget : ownTarget(plan.target)}

  // A week of traffic: requests/s on average, with nights, bursts, and a crowd that comes all of a sudden. Recorded
  // traffic says more: import { trace } as well, and write arrivals: trace('access.log').
  arrivals: week({ meanRate: ${plan.target === null ? 40 : 20}, flashCrowds: 1 }),

  // What is sent. Each may have a weight, a method, headers, a body, parameters, and a check of its answer.
  requests: [
${plan.target === null ? shopRequests : ownRequests(plan.target)}
  ],

  // Processes that share the traffic, each with a pool of its own.
  pods: 2,

  // Whose pool it is:
${wrapped(clientNames.join(', '))}
  client: '${plan.client}',

  // What it is set to today, where that is not the client's default.
  before: {
    // idleTimeoutMs: 30_000,
    // maxIdlePerHost: 10,
    // maxConnsPerHost: 100,
  },

  // How well it has to go: response time that 99 in 100 requests keep, and the share of them that may fail.
  slo: { p99Ms: 250, failureRate: 0.001 },
})
`
}

const shopTarget = `  // A shop that comes with kneepoint, behind TLS and 8 ms away. For a service of your own, one that may be loaded:
  //   target: { url: 'http://127.0.0.1:8080' },
  // A host that is not this machine has to be named on the command line too, by --allow.
  target: { builtin: 'shop', tls: true, link: { rttMs: 8 } },`

const shopRequests = `    {
      weight: 4,
      path: '/products/{id}',
      parameters: { id: { kind: 'zipf', size: 1000, exponent: 0.9 } },
    },
    { weight: 1, path: '/search?q=coffee' },`

function ownTarget({ origin, allow }: InitTarget): string {
  const allowed =
    allow === null
      ? ''
      : `\n  // It is not this machine, so load goes there only where the command line names it too: --allow ${allow}.`
  const certificate = origin.startsWith('https:')
    ? `\n  // A certificate that the system does not trust: insecure: true, or caFile: 'ca.pem'.`
    : ''
  return `  // It is put under load: take one that nobody depends on.${allowed}${certificate}
  target: { url: ${stringLiteral(origin)} },`
}

function ownRequests({ path }: InitTarget): string {
  return `    { path: ${stringLiteral(path)} },`
}

function stringLiteral(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
}

const WIDTH = 110

/** As lines of a comment. */
function wrapped(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`
    if (line.length + '  //'.length > WIDTH) lines.push(` ${word}`)
    else lines[lines.length - 1] = line
  }
  return lines.map((line) => `  //${line}`).join('\n')
}
