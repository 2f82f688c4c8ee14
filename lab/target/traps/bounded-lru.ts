import { RandomStream } from '../../../models/random/random-stream.ts'
import type { CreateTrap } from './trap.ts'

interface Page {
  readonly key: number
  readonly rows: ReadonlyArray<{ readonly sku: string; readonly stock: number }>
}

const TYPICAL_ROWS = 16
/** Of the pages that are asked for, all alike often. */
const PAGES_PER_PLACE = 4

const pages = new Map<number, Page>()

function pageFor(key: number, most: number, rowCount: number): Page {
  const page = pages.get(key) ?? makePage(key, rowCount)
  // The one used last is the last of the map, and goes last.
  pages.delete(key)
  pages.set(key, page)
  if (pages.size > most) pages.delete(pages.keys().next().value as number)
  return page
}

function makePage(key: number, rowCount: number): Page {
  const rows: Array<{ sku: string; stock: number }> = []
  for (let i = 0; i < rowCount; i++) rows.push({ sku: `sku-${key}-${i}`, stock: (key + i) % 50 })
  return { key, rows }
}

/** A cache with a bound, which is full after about 1.15 times the requests that it takes to settle. */
export const createBoundedLru: CreateTrap = ({ settleRequests, readSize }) => {
  const keys = new RandomStream(settleRequests, 'lru-keys')
  return async ({ params }) => {
    const key = keys.below(PAGES_PER_PLACE * settleRequests)
    const { rows } = pageFor(key, settleRequests, await readSize(TYPICAL_ROWS))
    return { id: params.id, rows: rows.length }
  }
}
