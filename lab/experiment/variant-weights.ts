import { setTimeout as pause } from 'node:timers/promises'
import { WeightPoll } from '../balance/weight-poll.ts'
import type { OpenTarget } from '../open-target.ts'

const MOST_ASKED = 20
const EVERY_MS = 100
const TIMEOUT_MS = 1000

/**
 * How traffic is spread over the instances of a target: as each says by `GET /weight`, which one that has just been started
 * may take two seconds to do, or alike; `null` for a target that is one process.
 */
export async function variantWeights({
  instances,
  endpoint,
}: Pick<OpenTarget, 'instances' | 'endpoint'>): Promise<'told' | 'equal' | null> {
  const [first, second] = instances
  if (first === undefined || second === undefined) return null
  const { ca, insecure } = endpoint
  const poll = new WeightPoll({ origin: first.origin, ca, insecure }, TIMEOUT_MS)
  try {
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      if ((await poll.read()) > 0) return 'told'
      await pause(EVERY_MS)
    }
    return 'equal'
  } finally {
    poll.close()
  }
}
