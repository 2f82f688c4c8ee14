import { setTimeout as sleep } from 'node:timers/promises'
import { RandomStream } from '../../../models/random/random-stream.ts'
import type { Blocker } from './blocker.ts'
import { WatchedSlots } from './watched-slots.ts'

const CONNECTIONS = 4
const QUERY_MS = 8
/** Until another service has drawn up what was read, in ms: at least, and at most so much more. */
const RENDER_MS = { least: 60, more: 40 }

interface Reports {
  readonly pool: WatchedSlots
  readonly random: RandomStream
}

/** Reports for which a connection to the database is held until another service is done that does not need it. */
export const poolExhaustion: Blocker = {
  guilty(seed) {
    const reports = newReports(seed)
    return (index) => drawReportConnected(reports, index)
  },
  fixed(seed) {
    const reports = newReports(seed)
    return (index) => drawReport(reports, index)
  },
}

async function drawReportConnected(reports: Reports, id: number): Promise<object> {
  await reports.pool.acquire()
  try {
    await query()
    await render(reports)
    return { id }
  } finally {
    reports.pool.release()
  }
}

async function drawReport(reports: Reports, id: number): Promise<object> {
  await reports.pool.acquire()
  try {
    await query()
  } finally {
    reports.pool.release()
  }
  await render(reports)
  return { id }
}

async function query(): Promise<void> {
  await sleep(QUERY_MS)
}

async function render({ random }: Reports): Promise<void> {
  await sleep(RENDER_MS.least + RENDER_MS.more * random.float())
}

function newReports(seed: number): Reports {
  return {
    pool: new WatchedSlots('pool', 'reports-db', CONNECTIONS),
    random: new RandomStream(seed, 'reports'),
  }
}
