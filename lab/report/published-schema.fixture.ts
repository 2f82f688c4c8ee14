import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

export interface Schema {
  readonly $id: string
  readonly properties: { readonly schemaVersion: { readonly const: number } }
}

/** Fields that artifacts of earlier versions lack, one of documents that were not counted by size, and one of a reason. */
const OPTIONAL = [
  'expirySlack',
  'constraints',
  'robustness',
  'latenessP50Ms',
  'latenessMaxMs',
  'cpuShare',
  'dropped',
  'latencyGrid',
  'unavailableOn',
]

/** What is not a record of known fields. */
const MAPS = ['statuses', 'errors']

/** @param others that it refers to */
export function readSchema(
  name: string,
  others: readonly Schema[] = [],
): { readonly schema: Schema; readonly validate: ValidateFunction } {
  const file = new URL(`../../reports/schemas/${name}.schema.json`, import.meta.url)
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
  ajv.addSchema([...others])
  return { schema, validate: ajv.compile(schema) }
}

export function problemsOf(validate: ValidateFunction, document: unknown): string[] {
  validate(document)
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

/** As it is once it was printed and read again. */
export function asJson(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document))
}

/** Fields that may be taken away, and places where one may be added, though the schema should not allow it. */
export function unnoticed(validate: ValidateFunction, document: unknown): string[] {
  return recordsIn(document).flatMap(([path, record]) => {
    record['unexpected'] = 1
    const added = validate(document) ? [`${path}: unexpected`] : []
    delete record['unexpected']
    const taken = Object.keys(record).filter((key) => {
      const { [key]: value } = record
      delete record[key]
      const noticed = !validate(document)
      record[key] = value
      return !noticed && !OPTIONAL.includes(key)
    })
    return [...added, ...taken.map((key) => `${path}/${key}`)]
  })
}

/** Every object, but only the first of a list, with where it is. */
function recordsIn(value: unknown, path = ''): Array<[path: string, record: Record<string, unknown>]> {
  if (Array.isArray(value)) return value.length === 0 ? [] : recordsIn(value[0], `${path}/0`)
  if (typeof value !== 'object' || value === null || MAPS.some((name) => path.endsWith(`/${name}`))) return []
  const record = value as Record<string, unknown>
  return [
    [path, record],
    ...Object.entries(record).flatMap(([key, each]) => recordsIn(each, `${path}/${key}`)),
  ]
}
