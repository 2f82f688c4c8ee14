// The names of the tests that failed, a line each, from a JSON report of Vitest.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
for (const { name: file, status, assertionResults } of testResults) {
  const failed = assertionResults.filter((test) => test.status === 'failed')
  for (const { fullName } of failed) console.log(`${relative(process.cwd(), file)}: ${fullName}`)
  if (status === 'failed' && failed.length === 0)
    console.log(`${relative(process.cwd(), file)}: the whole file`)
}
