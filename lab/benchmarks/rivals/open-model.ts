import { setTimeout as sleep } from 'node:timers/promises'
import type { NginxProcess } from '../nginx-process.ts'
import { atLeast, atMost, type Goal } from './goals.ts'
import { type BenchFigures, runBench } from './kneepoint-bench.ts'

const CONNECTIONS = ['--connections', '50']

/** 5,000 requests a second from one thread: do they go out, and when they are due? */
export async function checkSchedule(
  url: string,
  driver: string,
  say: (line: string) => void,
): Promise<readonly Goal[]> {
  const figures = await runBench(url, [
    '--driver',
    driver,
    '--rate',
    '5000',
    '--duration',
    '10s',
    ...CONNECTIONS,
  ])
  const { rate, latenessMs } = figures
  say(`${driver}: ${describe(figures)}`)
  return [
    atMost(
      `${driver}, 5000/s: achieved off offered`,
      100 * Math.abs(1 - rate.achieved / (rate.offered ?? NaN)),
      0.2,
      '%',
    ),
    {
      what: `${driver}, 5000/s: verdict`,
      found: figures.verdict.verdict,
      met: figures.verdict.verdict === 'VALID',
    },
    atMost(`${driver}, 5000/s: lateness P99`, latenessMs.p99, 1, 'ms'),
    atMost(`${driver}, 5000/s: lateness median`, latenessMs.p50, 0.2, 'ms'),
  ]
}

/** A target that stands still for a second of ten: whoever waits for its answers before sending on would not notice. */
export async function checkFreeze(
  nginx: NginxProcess,
  url: string,
  say: (line: string) => void,
): Promise<readonly Goal[]> {
  const running = runBench(url, ['--rate', '1000', '--duration', '10s', '--warmup', '1s', ...CONNECTIONS])
  await sleep(6000)
  await nginx.freeze(1000)
  const figures = await running
  const { responseMs, serviceMs } = figures
  say(`frozen for 1 s of 10: ${describe(figures)}; service time P99 ${serviceMs.p99.toFixed(1)} ms`)
  return [
    atLeast('frozen for 1 s: P99 of the response time, ms', responseMs.p99, 850),
    atMost('frozen for 1 s: P99 of the response time', responseMs.p99, 1000, 'ms'),
    atMost('frozen for 1 s: median of the response time', responseMs.p50, 5, 'ms'),
  ]
}

function describe({ rate, responseMs, latenessMs, requests, verdict }: BenchFigures): string {
  const { offered, achieved } = rate
  const times = `response P50 ${responseMs.p50.toFixed(2)}, P99 ${responseMs.p99.toFixed(1)} ms`
  const late = `late P50 ${latenessMs.p50.toFixed(3)}, P99 ${latenessMs.p99.toFixed(3)}, max ${latenessMs.max.toFixed(1)} ms`
  const lost = `${requests.failed} failed, ${requests.dropped} dropped`
  return `${achieved.toFixed(1)}/s of ${offered?.toFixed(1)}/s, ${times}, ${late}, ${lost}, ${verdict.verdict}`
}
