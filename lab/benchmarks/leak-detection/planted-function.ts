import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GrowthSite } from '../../../models/leak/attribute-growth.ts'
import type { TrapName } from '../../../models/scenario/targets/trap-target.ts'

/** The function that has a trap's line that leaks. */
export interface PlantedFunction {
  /** Absolute. */
  readonly file: string
  readonly name: string
  /** From 1. */
  readonly line: number
  readonly leakingLine: number
}

const MARK = / \/\/ leaks: /
const DECLARATION = /^(?:async )?function (\w+)/

/** @throws Error when the trap's source has not exactly one line that is marked, in a function of the module */
export function findPlantedFunction(trap: TrapName): PlantedFunction {
  const file = fileURLToPath(new URL(`../../target/traps/${trap}.ts`, import.meta.url))
  return plantedIn(file, readFileSync(file, 'utf8'))
}

export function plantedIn(file: string, source: string): PlantedFunction {
  const lines = source.split('\n')
  const marked = lines.flatMap((text, i) => (MARK.test(text) ? [i] : []))
  const [leaking] = marked
  if (leaking === undefined || marked.length > 1)
    throw new Error(`${file} has ${marked.length} lines that are marked`)
  const declared = lines.slice(0, leaking).findLastIndex((text) => DECLARATION.test(text))
  const end = lines.findIndex((text, i) => i > declared && text === '}')
  const name = DECLARATION.exec(lines[declared] ?? '')?.[1]
  if (name === undefined || end < leaking)
    throw new Error(`${file}:${leaking + 1} is in no function of the module`)
  return { file, name, line: declared + 1, leakingLine: leaking + 1 }
}

/** Whether a hunt named it. */
export function isPlanted(
  planted: PlantedFunction,
  site: Pick<GrowthSite, 'functionName' | 'file' | 'line'> | undefined,
): boolean {
  return site?.file === planted.file && site.functionName === planted.name && site.line === planted.line
}
