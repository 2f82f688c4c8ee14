import type { InitPlan } from './read-init-plan.ts'
import { runFlags } from './scenario-text.ts'

/**
 * A workflow for GitHub Actions that measures the scenario every night.
 *
 * @param folder of the scenario, from the root of the repository, with `/` at its end; empty for the root
 * @param version of this program
 */
export function workflowText(plan: InitPlan, folder: string, version: string): string {
  const flags = runFlags(plan)
  return `# Measures the scenario every night, compares it with the night that is pinned, and fails on a regression.
#
# The cache carries the history from night to night: its key is new each time, since a cache cannot be written twice, and
# restore-keys finds the newest. Caches that nobody reads for seven days are dropped, so the history is uploaded too.
#
# Nights on different processors have histories of their own, and GitHub's runners are of several kinds: nights on a
# runner of your own tell more.
name: kneepoint nightly
on:
  schedule:
    # UTC, and off the full hour, when the queue is longest.
    - cron: '23 3 * * *'
  workflow_dispatch:
    inputs:
      pin:
        description: Compare later nights with this one
        type: boolean
        default: false
permissions:
  contents: read
concurrency:
  # Two at once would disturb each other's measurements.
  group: kneepoint-nightly
  cancel-in-progress: false
${folder === '' ? '' : `defaults:\n  run:\n    working-directory: ${yamlString(folder.slice(0, -1))}\n`}jobs:
  nightly:
    runs-on: ubuntu-latest
    timeout-minutes: 45
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      # For what the scenario imports.
      - if: hashFiles(${expressionString(`${folder}package-lock.json`)}) != ''
        run: npm ci --no-audit --no-fund
${plan.target === null ? '' : serviceNote(plan.target.origin)}      - uses: actions/cache/restore@v4
        with:
          path: ${yamlString(`${folder}.kneepoint/nightly`)}
          key: kneepoint-nightly-\${{ github.run_id }}-\${{ github.run_attempt }}
          restore-keys: kneepoint-nightly-
      # Of a night that was killed.
      - run: rm -f .kneepoint/nightly/lock
      - run: >-
          npx --yes kneepoint@^${version} nightly scenario.ts${flags} --junit .kneepoint/nightly-junit.xml
          \${{ inputs.pin && '--pin' || '' }}
      - if: always()
        uses: actions/cache/save@v4
        with:
          path: ${yamlString(`${folder}.kneepoint/nightly`)}
          key: kneepoint-nightly-\${{ github.run_id }}-\${{ github.run_attempt }}
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: kneepoint-nightly-\${{ github.run_id }}-\${{ github.run_attempt }}
          path: |
            ${folder}.kneepoint/nightly
            ${folder}.kneepoint/nightly-junit.xml
            !${folder}.kneepoint/nightly/lock
          include-hidden-files: true
          if-no-files-found: ignore
          retention-days: 90
`
}

function serviceNote(origin: string): string {
  return `      # From here on ${origin} has to answer: start it in a step of its own.\n`
}

/** As it is where that is plain text to YAML. */
function yamlString(text: string): string {
  return /^[\w./][\w./-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`
}

function expressionString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
