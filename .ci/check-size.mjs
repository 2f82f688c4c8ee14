// Compares the size of the package with .ci/package-limits.json, where each is a tenth above what it was when it was set:
// node .ci/check-size.mjs <output of npm pack --json> <folder with the installed package>
import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [packed, installed] = process.argv.slice(2)
const [{ size, unpackedSize, entryCount }] = JSON.parse(readFileSync(packed, 'utf8'))
const limits = JSON.parse(readFileSync(new URL('package-limits.json', import.meta.url), 'utf8'))
const found = {
  packedBytes: size,
  unpackedBytes: unpackedSize,
  files: entryCount,
  installedBytes: bytesOf(installed),
}

for (const [name, limit] of Object.entries(limits)) {
  const isAbove = !(found[name] <= limit)
  console.log(`        ${name}: ${found[name]} of at most ${limit}${isAbove ? ': too much' : ''}`)
  if (isAbove) process.exitCode = 1
}

function bytesOf(path) {
  const stats = lstatSync(path)
  if (!stats.isDirectory()) return stats.size
  return readdirSync(path).reduce((bytes, name) => bytes + bytesOf(join(path, name)), 0)
}
