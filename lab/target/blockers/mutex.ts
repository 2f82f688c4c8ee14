import { setTimeout as sleep } from 'node:timers/promises'
import { RandomStream } from '../../../models/random/random-stream.ts'
import type { Blocker } from './blocker.ts'
import { WatchedSlots } from './watched-slots.ts'

/** For how long the store takes to write an entry, in ms: at least, and at most so much more. */
const WRITE_MS = { least: 6, more: 4 }

interface Ledger {
  readonly lock: WatchedSlots
  readonly random: RandomStream
  balance: number
}

/** A ledger whose lock is held while an entry is written, so that writes that could go on beside one another do not. */
export const mutex: Blocker = {
  guilty(seed) {
    const ledger = newLedger(seed)
    return (index) => postEntryLocked(ledger, index)
  },
  fixed(seed) {
    const ledger = newLedger(seed)
    return (index) => postEntry(ledger, index)
  },
}

async function postEntryLocked(ledger: Ledger, cents: number): Promise<object> {
  await ledger.lock.acquire()
  try {
    await writeEntry(ledger)
    ledger.balance += cents
    return { balance: ledger.balance }
  } finally {
    ledger.lock.release()
  }
}

async function postEntry(ledger: Ledger, cents: number): Promise<object> {
  await writeEntry(ledger)
  await ledger.lock.acquire()
  try {
    ledger.balance += cents
    return { balance: ledger.balance }
  } finally {
    ledger.lock.release()
  }
}

async function writeEntry({ random }: Ledger): Promise<void> {
  await sleep(WRITE_MS.least + WRITE_MS.more * random.float())
}

function newLedger(seed: number): Ledger {
  return { lock: new WatchedSlots('lock', 'ledger', 1), random: new RandomStream(seed, 'ledger'), balance: 0 }
}
