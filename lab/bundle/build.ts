import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ENTRY_POINTS } from '../entry-points.ts'
import { buildProgram } from './build-program.ts'
import { endBundler } from './end-bundler.ts'
import { thirdPartyNotices } from './third-party-notices.ts'
import { writeDeclarations } from './write-declarations.ts'

const ROOT = fileURLToPath(ENTRY_POINTS.packageFolder)
const DIST = join(ROOT, 'dist')

/** Writes `dist`, which is what is packed beside package.json and the texts. */
async function build(): Promise<void> {
  const outputs = await buildProgram(DIST)
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs))
  await writeFile(join(DIST, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(inputs, ROOT))
  await writeDeclarations(join(DIST, 'types'))
  await cp(join(ROOT, 'reports/schemas'), join(DIST, 'reports/schemas'), { recursive: true })
}

try {
  await build()
} catch (error) {
  process.stderr.write(`dist cannot be built: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await endBundler()
}
