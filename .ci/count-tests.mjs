// Says how many tests a JSON report of Vitest has, in words.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
const seconds = (Math.max(...report.testResults.map(({ endTime }) => endTime)) - report.startTime) / 1000
const count = (...states) => tests.filter(({ status }) => states.includes(status)).length
const leftOut = count('pending', 'skipped', 'todo', 'disabled')
const { numPassedTests: passed, numFailedTests: failed } = report
console.log(`${passed} passed, ${failed} failed, ${leftOut} left out, in ${Math.round(seconds)} s`)
