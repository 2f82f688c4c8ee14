import { parseArgs } from 'node:util'
import { NginxProcess } from './nginx-process.ts'
import { compareClosedLoops } from './rivals/closed-loop.ts'
import { type Goal, goalText } from './rivals/goals.ts'
import { checkMemory } from './rivals/memory-growth.ts'
import { checkFreeze, checkSchedule } from './rivals/open-model.ts'

/**
 * The load engine against autocannon, wrk and hey, and against what it promises: nginx with one worker that answers
 * `return 200`, one load thread. Takes about three minutes, and eleven more with --memory.
 *
 *     npm run bench -- [--rounds 5] [--only closed|open|freeze|memory]... [--memory]
 *
 * It wants a quiet machine with two cores. Exit code 1 when a goal was missed, 2 for wrong arguments.
 */
const parts = ['closed', 'open', 'freeze', 'memory'] as const
const MEMORY_SECONDS = 600

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
    memory: { type: 'boolean', default: false },
  },
})

const rounds = Number(values.rounds)
const unknown = values.only.filter((name) => !(parts as readonly string[]).includes(name))
if (unknown.length > 0 || !(Number.isInteger(rounds) && rounds >= 1)) {
  process.stderr.write(`--only is one of ${parts.join(', ')}, --rounds a whole number from 1\n`)
  process.exitCode = 2
} else {
  process.exitCode = await compareAll()
}

async function compareAll(): Promise<number> {
  const program = await NginxProcess.program()
  if (program === null) {
    process.stderr.write('there is no nginx on this machine (Debian: apt-get install nginx)\n')
    return 2
  }
  const nginx = await NginxProcess.start(program, nginxConfig)
  const url = `http://127.0.0.1:${nginx.port}/`
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const wanted = (part: (typeof parts)[number]) =>
    values.only.length > 0 ? values.only.includes(part) : part !== 'memory' || values.memory
  try {
    const goals: Goal[] = []
    if (wanted('closed')) goals.push(...(await compareClosedLoops(url, rounds, say)))
    if (wanted('open')) {
      for (const driver of ['undici', 'wire']) goals.push(...(await checkSchedule(url, driver, say)))
    }
    if (wanted('freeze')) goals.push(...(await checkFreeze(nginx, url, say)))
    if (wanted('memory')) goals.push(...(await checkMemory(url, MEMORY_SECONDS, say)))
    say('')
    for (const goal of goals) say(goalText(goal))
    return goals.every(({ met }) => met) ? 0 : 1
  } finally {
    await nginx.stop()
  }
}

function nginxConfig(port: number): string {
  return `\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    server {
        listen 127.0.0.1:${port};
        location / { return 200; }
    }
}
`
}
