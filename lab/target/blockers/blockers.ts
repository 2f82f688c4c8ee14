import type { BlockerName } from '../../../models/scenario/targets/blocker-target.ts'
import { backtrackingRegexp } from './backtracking-regexp.ts'
import type { Blocker } from './blocker.ts'
import { jsonParse } from './json-parse.ts'
import { mutex } from './mutex.ts'
import { poolExhaustion } from './pool-exhaustion.ts'
import { syncCrypto } from './sync-crypto.ts'

export const blockers: Readonly<Record<BlockerName, Blocker>> = {
  'sync-crypto': syncCrypto,
  'json-parse': jsonParse,
  'backtracking-regexp': backtrackingRegexp,
  mutex,
  'pool-exhaustion': poolExhaustion,
}
