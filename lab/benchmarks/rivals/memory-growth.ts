import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { EXIT } from '../../exit-codes.ts'
import { atMost, type Goal } from './goals.ts'
import { benchArguments } from './kneepoint-bench.ts'

const SAMPLE_MS = 5000
const SETTLED_MS = 60_000

/**
 * How much memory a long run takes on after its first minute, 5,000 requests a second: resident memory, as Linux tells
 * it, the median of its last minute less that of its second.
 */
export async function checkMemory(
  url: string,
  seconds: number,
  say: (line: string) => void,
): Promise<readonly Goal[]> {
  const args = benchArguments(url, ['--rate', '5000', '--duration', `${seconds}s`])
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const samples: { readonly atMs: number; readonly mebibytes: number }[] = []
  const startMs = performance.now()
  const sampler = setInterval(() => {
    void residentMebibytes(child.pid as number).then((mebibytes) => {
      if (mebibytes !== null) samples.push({ atMs: performance.now() - startMs, mebibytes })
    })
  }, SAMPLE_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearInterval(sampler)
  if (code !== EXIT.ok && code !== EXIT.runInvalid)
    throw new Error(`the bench whose memory was watched ended with ${code}`)
  const between = (fromMs: number, toMs: number) => {
    const found = samples
      .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      .map(({ mebibytes }) => mebibytes)
    return found.toSorted((a, b) => a - b)[found.length >> 1] ?? Number.NaN
  }
  const endMs = 1000 * seconds
  const early = between(SETTLED_MS, 2 * SETTLED_MS)
  const late = between(endMs - SETTLED_MS, endMs)
  say(
    `resident: ${early.toFixed(1)} MiB in the second minute, ${late.toFixed(1)} MiB in the last of ${seconds / 60}`,
  )
  return [atMost('memory taken on after the first minute', late - early, 10, 'MiB')]
}

async function residentMebibytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return kibibytes === undefined ? null : Number(kibibytes) / 1024
}
