import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bundlePageScript } from './bundle-page-script.ts'

/** Bundles the script that pages carry into a file, for a package without its sources. */
export async function writePageScript(file: string): Promise<void> {
  const { code } = await bundlePageScript()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, code)
}
