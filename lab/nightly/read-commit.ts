import { execFile } from 'node:child_process'

/** The commit of the source that runs: as GitHub's runner says, or as git does; `null` where neither knows. */
export function readCommit(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const named = env['GITHUB_SHA']
  if (named !== undefined && named !== '') return Promise.resolve(named)
  return new Promise((resolve) => {
    execFile('git', ['rev-parse', 'HEAD'], { timeout: TIMEOUT_MS }, (error, stdout) => {
      const commit = stdout.trim()
      resolve(error === null && /^[0-9a-f]{7,64}$/.test(commit) ? commit : null)
    })
  })
}

const TIMEOUT_MS = 5000
