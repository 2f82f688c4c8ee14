import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../../models/report/report.ts'
import type { Artifacts, RunRecord } from '../run-directory.ts'

/** A folder of a test's own, with scenarios and runs in it. */
export class Workshop {
  readonly path = mkdtempSync(join(tmpdir(), 'kneepoint-'))

  /** @returns the file's name, which is relative to the workshop, where commands are run */
  write(name: string, text: string): string {
    writeFileSync(join(this.path, name), text)
    return name
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** Names of the runs in a folder, the oldest first. */
  runs(folder = 'runs'): string[] {
    try {
      return readdirSync(this.file(folder)).sort()
    } catch {
      return []
    }
  }

  run(name: string, folder = 'runs'): StoredRun {
    return new StoredRun(join(this.path, folder, name))
  }

  /** The only run that there is in a folder, or `null`. */
  onlyRun(folder = 'runs'): StoredRun | null {
    const [name, another] = this.runs(folder)
    return name === undefined || another !== undefined ? null : this.run(name, folder)
  }

  /** A new run directory with copies of some files of another one, and a record of its own. */
  copyRun(from: StoredRun, name: string, files: readonly string[], record: RunRecord): StoredRun {
    const copy = this.run(name)
    mkdirSync(copy.path, { recursive: true })
    for (const file of files) writeFileSync(copy.file(file), from.text(file))
    writeFileSync(copy.file('run.json'), JSON.stringify(record))
    return copy
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

interface StoredPatch {
  readonly client: string
  readonly fileName: string
  readonly text: string
}

/** What a run has left on disk so far. */
export class StoredRun {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  file(name: string): string {
    return join(this.path, name)
  }

  text(name: string): string {
    return readFileSync(this.file(name), 'utf8')
  }

  json(name: string): unknown {
    return JSON.parse(this.text(name))
  }

  artifact<Name extends keyof Artifacts>(name: Name): Artifacts[Name] {
    return this.json(`${name}.json`) as Artifacts[Name]
  }

  get report(): Report & { readonly patches: readonly StoredPatch[] } {
    return this.json('report.json') as Report & { readonly patches: readonly StoredPatch[] }
  }

  get files(): string[] {
    return readdirSync(this.path).sort()
  }

  get record(): RunRecord {
    return this.json('run.json') as RunRecord
  }

  /** How far a stage has come; `undefined` too while there is no record yet. */
  state(stage: keyof RunRecord['stages']): 'done' | 'partial' | undefined {
    try {
      return this.record.stages[stage]
    } catch {
      return undefined
    }
  }
}

/** A scenario of 28 requests: enough to be measured, little enough for a test. */
export function scenarioText(
  parts: {
    readonly target?: string
    readonly arrivals?: string
    readonly requests?: string
    readonly more?: string
  } = {},
): string {
  return `import { constant, defineScenario, trace, week } from 'kneepoint'

export const builders = [constant, trace, week]

export default defineScenario({
  name: 'small',
  target: ${parts.target ?? "{ builtin: 'shop' }"},
  arrivals: ${parts.arrivals ?? 'constant({ rate: 40, durationMs: 700 })'},
  requests: ${parts.requests ?? "[{ path: '/products/7' }]"},
  pods: 1,
  ${parts.more ?? ''}
})
`
}
