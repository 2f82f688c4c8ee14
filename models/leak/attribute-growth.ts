import type { Frame, StackProfile } from '../profile/stack-profile.ts'
import { allocationSite, isOwnCode, type OwnCode } from './allocation-site.ts'
import { countDifference } from './count-difference.ts'
import type { Estimate } from './leak-verdict.ts'

/** A function whose objects stay. */
export interface GrowthSite {
  readonly functionName: string
  readonly file: string
  /** Where the function begins, from 1: the profile knows no lines within it. 0 where it is not known. */
  readonly line: number
  readonly column: number
  /** What is live after, and was not before. */
  readonly bytes: Estimate
  readonly bytesPerRequest: Estimate
  /** Of all that grew, in (0, 1]. */
  readonly share: number
}

export interface GrowthAttribution {
  /** Those that have grown for sure, the most first. */
  readonly sites: readonly GrowthSite[]
  /** Of all sites that have more after than before, sure or not. */
  readonly grownBytes: number
}

export interface AttributionOptions {
  /** Mean distance of the samples, bytes; > 0. V8's is 32,768 unless told. */
  readonly intervalBytes: number
  /** Between the two profiles; > 0. */
  readonly requests: number
  readonly ownCode?: OwnCode
}

const TAIL = 0.025

/**
 * Which functions' objects stay, from two profiles of what is live, taken after forced collections and without stopping the
 * sampler in between. V8 samples bytes as a Poisson process and scales each sample of s bytes to s / (1 − e^(−s / I))
 * (Horvitz and Thompson 1952), so B live bytes have a variance of at most I B, as B / I samples counted have. A site has
 * grown where the lower end of its difference is above 0 at 97.5 %, divided by the number of sites with a difference
 * (Bonferroni); its interval of 95 % is for itself. The more so as objects that stay are the same samples in both, the
 * interval is wide rather than narrow.
 *
 * @throws RangeError when an option is out of range, or a profile is not in bytes
 */
export function attributeGrowth(
  before: StackProfile,
  after: StackProfile,
  { intervalBytes, requests, ownCode = isOwnCode }: AttributionOptions,
): GrowthAttribution {
  if (!(intervalBytes > 0)) throw new RangeError(`intervalBytes must be above 0, got ${intervalBytes}`)
  if (!(requests > 0)) throw new RangeError(`requests must be above 0, got ${requests}`)
  const sites = new Map<string, SiteBytes>()
  addBytes(sites, before, 'before', ownCode)
  addBytes(sites, after, 'after', ownCode)
  const changed = [...sites.values()].filter((site) => site.after !== site.before)
  const grown = changed.filter((site) => site.after > site.before)
  const grownBytes = grown.reduce((sum, site) => sum + site.after - site.before, 0)
  const isSure = (site: SiteBytes) =>
    countDifference(site.before / intervalBytes, site.after / intervalBytes, TAIL / changed.length).low > 0
  return {
    sites: grown
      .filter(isSure)
      .map((site) => growthSite(site, { intervalBytes, requests, grownBytes }))
      .sort(byGrowth),
    grownBytes,
  }
}

interface SiteBytes {
  readonly frame: Frame
  before: number
  after: number
}

const OUTSIDE: Frame = { functionName: '(outside of any function)', file: '', line: 0, column: 0 }

function addBytes(
  sites: Map<string, SiteBytes>,
  profile: StackProfile,
  side: 'before' | 'after',
  ownCode: OwnCode,
): void {
  if (profile.unit !== 'bytes') throw new RangeError(`a profile of live bytes is needed, got ${profile.unit}`)
  for (const { stack, value } of profile.samples) {
    const frames = stack.flatMap((index) => profile.frames[index] ?? [])
    const frame = allocationSite(frames, ownCode) ?? OUTSIDE
    const key = JSON.stringify([frame.file, frame.line, frame.column, frame.functionName])
    const site = sites.get(key) ?? { frame, before: 0, after: 0 }
    site[side] += value
    sites.set(key, site)
  }
}

function growthSite(
  { frame, before, after }: SiteBytes,
  options: { readonly intervalBytes: number; readonly requests: number; readonly grownBytes: number },
): GrowthSite {
  const { intervalBytes, requests, grownBytes } = options
  const samples = countDifference(before / intervalBytes, after / intervalBytes, TAIL)
  const scaled = (factor: number): Estimate => ({
    value: (after - before) * (factor / intervalBytes),
    low: samples.low * factor,
    high: samples.high * factor,
  })
  return {
    functionName: frame.functionName,
    file: frame.file,
    line: frame.line,
    column: frame.column,
    bytes: scaled(intervalBytes),
    bytesPerRequest: scaled(intervalBytes / requests),
    share: (after - before) / grownBytes,
  }
}

/** The most first; those with as much by name, so that the order is always the same. */
function byGrowth(a: GrowthSite, b: GrowthSite): number {
  if (a.bytes.value !== b.bytes.value) return b.bytes.value - a.bytes.value
  const name = (site: GrowthSite) => `${site.file}:${site.line}:${site.column}:${site.functionName}`
  return name(a) < name(b) ? -1 : 1
}
