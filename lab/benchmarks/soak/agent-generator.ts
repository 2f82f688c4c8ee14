import { KneeAgent } from '../../../workers/undici/knee-agent.ts'

/**
 * Sends requests to a URL at a rate for so many seconds, by `fetch` over a `KneeAgent`, as a process of its own:
 * `agent-generator.ts <url> <rate> <seconds>`. Prints how many were answered.
 */
const MOST_UNDER_WAY = 200
const TICK_MS = 20

const [url = '', rateText = '', secondsText = ''] = process.argv.slice(2)
const rate = Number(rateText)
const endMs = 1000 * Number(secondsText)
const agent = new KneeAgent({ idleTimeout: '2s', maxIdlePerHost: 4, maxConnsPerHost: 64 })
const underWay = new Set<Promise<void>>()
let sent = 0
let answered = 0
let failed = 0

async function request(): Promise<void> {
  try {
    // Types of fetch do not know what it is sent by.
    const init: object = { dispatcher: agent }
    const response = await fetch(url, init)
    await response.arrayBuffer()
    answered++
  } catch {
    failed++
  }
}

function send(): void {
  const elapsedMs = performance.now() - startMs
  const due = Math.floor((rate * Math.min(elapsedMs, endMs)) / 1000)
  for (; sent < due && underWay.size < MOST_UNDER_WAY; sent++) {
    const each: Promise<void> = request().finally(() => underWay.delete(each))
    underWay.add(each)
  }
  if (elapsedMs < endMs) return
  clearInterval(ticker)
  void finish()
}

async function finish(): Promise<void> {
  await Promise.all(underWay)
  await agent.close()
  process.stdout.write(`${JSON.stringify({ sent, answered, failed })}\n`)
}

const startMs = performance.now()
const ticker = setInterval(send, TICK_MS)
