import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { InitPlan } from './read-init-plan.ts'
import { workflowText } from './workflow-text.ts'

const PLAN: InitPlan = { name: 'orders', client: 'go-net-http', target: null }
const AWAY = { origin: 'https://shop.example', path: '/', allow: 'shop.example' }

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly on: unknown
  readonly defaults?: { readonly run: { readonly 'working-directory': string } }
  readonly jobs: { readonly nightly: { readonly steps: readonly Step[] } }
}

const read = (text: string): Workflow => parse(text) as Workflow
const written = (plan: InitPlan = PLAN, folder = ''): Workflow => read(workflowText(plan, folder, '1.2.3'))
const stepsOf = (workflow: Workflow): readonly Step[] => workflow.jobs.nightly.steps

describe('a workflow that is written', () => {
  const own = read(readFileSync(new URL('../../.github/workflows/nightly.yml', import.meta.url), 'utf8'))

  test('does what the own one of this project does', () => {
    const actions = (workflow: Workflow) => stepsOf(workflow).flatMap(({ uses }) => uses ?? [])
    expect(actions(written())).toEqual(actions(own))
    expect(written().on).toEqual(own.on)
    const upload = (workflow: Workflow) => stepsOf(workflow).at(-1)?.with?.['path']
    expect(upload(written())).toBe(upload(own))
  })

  test('measures the scenario with this version, or a later one that is compatible', () => {
    expect(stepsOf(written()).map(({ run }) => run)).toContain(
      "npx --yes kneepoint@^1.2.3 nightly scenario.ts --junit .kneepoint/nightly-junit.xml ${{ inputs.pin && '--pin' || '' }}",
    )
  })

  test('names what may be loaded, and what has to answer', () => {
    const plan = { ...PLAN, target: AWAY }
    const runs = stepsOf(written(plan)).map(({ run }) => run ?? '')
    expect(runs.filter((run) => run.includes('nightly scenario.ts --allow shop.example '))).toHaveLength(1)
    expect(workflowText(plan, '', '1.2.3')).toContain('https://shop.example has to answer')
  })

  test('finds a scenario in a folder of the repository', () => {
    const workflow = written(PLAN, 'packages/my shop/')
    expect(workflow.defaults?.run['working-directory']).toBe('packages/my shop')
    const caches = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('actions/cache/') === true)
    expect(caches.map((step) => step.with?.['path'])).toEqual([
      'packages/my shop/.kneepoint/nightly',
      'packages/my shop/.kneepoint/nightly',
    ])
    expect(stepsOf(workflow).map((step) => step.if)).toContain(
      "hashFiles('packages/my shop/package-lock.json') != ''",
    )
  })
})
