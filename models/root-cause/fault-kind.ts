/** What can be wrong with one service of several that call one another. */
export const FAULT_KINDS = [
  'leaked-connection',
  'slow-dependency',
  'cpu-block',
  'gc-pressure',
  'lost-capacity',
  'retry-storm',
  'timeout-order',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]
