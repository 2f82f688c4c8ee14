import type { FaultKind } from './fault-kind.ts'

/** What may be at fault. */
export interface Cause {
  readonly service: string
  /** `null` for what is wrong with a service in no way that has a name. */
  readonly kind: FaultKind | null
  /** The service called, of a fault that lies in calls; else `null`. */
  readonly peer: string | null
}

/** Shares of causes in something, each > 0, together 1; none where nothing is known of it. */
export type Blame = ReadonlyArray<{ readonly cause: Cause; readonly share: number }>

export function all(service: string, kind: FaultKind | null, peer: string | null = null): Blame {
  return [{ cause: { service, kind, peer }, share: 1 }]
}

/** Something that is made of parts, and the blame for each. */
export interface BlamedPart {
  /** Of any unit that the parts share, ≥ 0. */
  readonly weight: number
  readonly blame: () => Blame
}

/** Blame for the whole by the weights of its parts; parts for which nobody is to blame are left out. */
export function blameOfParts(parts: readonly BlamedPart[]): Blame {
  const blamed = parts
    .filter(({ weight }) => weight > 0)
    .map(({ weight, blame }) => ({ weight, blame: blame() }))
    .filter(({ blame }) => blame.length > 0)
  const total = blamed.reduce((sum, { weight }) => sum + weight, 0)
  return joined(
    blamed.flatMap(({ weight, blame }) =>
      blame.map(({ cause, share }) => ({ cause, share: (share * weight) / total })),
    ),
  )
}

/** The first of several that blames anybody. */
export function firstBlame(...blames: ReadonlyArray<() => Blame>): Blame {
  for (const blame of blames) {
    const found = blame()
    if (found.length > 0) return found
  }
  return []
}

function joined(blame: Blame): Blame {
  const shares = new Map<string, { cause: Cause; share: number }>()
  for (const { cause, share } of blame) {
    const key = [cause.service, cause.kind ?? '', cause.peer ?? ''].join('\n')
    const before = shares.get(key)?.share ?? 0
    shares.set(key, { cause, share: before + share })
  }
  return [...shares.values()]
}
