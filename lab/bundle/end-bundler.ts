import { stop } from 'esbuild'
import { whileNothingIsBundled } from './bundle-modules.ts'

/**
 * Ends the process that bundles, which is started again when it is needed. Ctrl-C in a terminal ends it as well, since it
 * belongs to the same job, and that is noticed only by what is bundled next, which then fails. What is being bundled is
 * waited for: it would never come to its end.
 */
export function endBundler(): Promise<void> {
  return whileNothingIsBundled(stop)
}
