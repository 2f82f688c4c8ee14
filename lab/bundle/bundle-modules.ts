import { build, type BuildOptions, type OutputFile, stop } from 'esbuild'
import { UsageError } from '../usage-error.ts'

const underWay = new Set<Promise<unknown>>()
let pause: Promise<unknown> = Promise.resolve()

/**
 * Bundles modules, and writes nothing.
 *
 * @returns the files that would be written
 * @throws BuildFailure of esbuild for what is wrong with the modules
 * @throws UsageError when its program cannot be started here, as when it was not installed
 */
export async function bundleModules(
  options: Omit<BuildOptions, 'bundle' | 'write' | 'logLevel'>,
): Promise<readonly OutputFile[]> {
  await pause
  const bundling = bundle(options)
  underWay.add(bundling)
  try {
    return await bundling
  } catch (error) {
    throw bundlerIsMissing(error) ? missingBundler(error) : error
  } finally {
    underWay.delete(bundling)
  }
}

/** Does something while nothing is bundled: what is under way is waited for, and what comes next waits for it. */
export function whileNothingIsBundled(work: () => Promise<void>): Promise<void> {
  const before = pause
  const done = (async () => {
    await before
    await Promise.allSettled(underWay)
    await work()
  })()
  pause = done.catch(() => {})
  return done
}

/** How often the bundler was found to have been ended by others. */
let ends = 0

/** Once more where the bundler was ended meanwhile: Ctrl-C in a terminal ends it too, and is not its user's failure. */
async function bundle(options: BuildOptions): Promise<readonly OutputFile[]> {
  const endsBefore = ends
  try {
    return await bundleOnce(options)
  } catch (error) {
    if (!(error instanceof Error && /service (was stopped|is no longer running)/.test(error.message)))
      throw error
    // The first to notice makes room for another one.
    if (ends === endsBefore) {
      ends++
      await stop()
    }
    return bundleOnce(options)
  }
}

async function bundleOnce(options: BuildOptions): Promise<readonly OutputFile[]> {
  // What the bundler says keeps no process running once the bundler itself has ended.
  const untilSaid = setInterval(() => {}, LONGEST_TIMER_MS)
  try {
    const { outputFiles } = await build({ ...options, bundle: true, write: false, logLevel: 'silent' })
    return outputFiles
  } finally {
    clearInterval(untilSaid)
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** What esbuild says when it does not find its own program, or only one that was made for another system. */
function bundlerIsMissing(error: unknown): error is Error {
  return error instanceof Error && /needed by esbuild|esbuild for another platform|spawn/.test(error.message)
}

function missingBundler(error: Error): UsageError {
  const [first = ''] = error.message.trim().split('\n')
  return new UsageError(
    `nothing can be compiled, as esbuild's program for this system is not there: install again on this system, with ` +
      `optional packages (without --omit=optional and --no-optional). ${first}`,
    { cause: error },
  )
}
