import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { ENTRY_POINTS } from '../entry-points.ts'
import { buildProgram } from './build-program.ts'
import { endBundler } from './end-bundler.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the package as it was built for this run of the tests. */
    readonly builtPackage: string
  }
}

/** Builds the package, for tests that run it as users do, and removes it when they are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const caches = fileURLToPath(new URL('.cache/', ENTRY_POINTS.packageFolder))
  await mkdir(caches, { recursive: true })
  // Inside the repository, where its packages are found.
  const folder = await mkdtemp(join(caches, 'built-package-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    await copyFile(ENTRY_POINTS.manifest, join(folder, 'package.json'))
    await buildProgram(join(folder, 'dist'))
  } catch (error) {
    await remove()
    throw new Error(`The program, which these tests run, cannot be built: ${String(error)}`, { cause: error })
  } finally {
    await endBundler()
  }
  project.provide('builtPackage', folder)
  return remove
}
