import { stop } from 'esbuild'

/**
 * Ends the process that bundles, which is started again when it is needed. Ctrl-C in a terminal ends it as well, since it
 * belongs to the same job, and that is noticed only by what is bundled next, which then fails.
 */
export async function endBundler(): Promise<void> {
  await stop()
}
