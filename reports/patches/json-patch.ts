import { ConfigEditError } from './edit/config-dialect.ts'
import { editConfig, type EditRequest } from './edit/edit-config.ts'
import type { DataTree } from './edit/json/data-tree.ts'
import { jsonDialect } from './edit/json/json-dialect.ts'
import { type PlainObject, type PlainValue, plainValue } from './edit/json/plain-value.ts'
import { readJson } from './edit/syntax/json-document.ts'
import { readYaml } from './edit/syntax/yaml-document.ts'
import { yamlDialect } from './edit/yaml/yaml-dialect.ts'

/** One step of RFC 6902; `path` is a pointer of RFC 6901. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: PlainValue }
  | { readonly op: 'remove'; readonly path: string }

export type JsonPatch =
  | {
      readonly kind: 'operations'
      /** Which of the file's documents they are for, from 0. */
      readonly document: number
      /** None where the file says what is wanted already. */
      readonly operations: readonly JsonPatchOperation[]
      /** What the file cannot say, or what to mind; one sentence each. */
      readonly notes: readonly string[]
    }
  /** As `ConfigEdit` has it. */
  | { readonly kind: 'refused'; readonly message: string }

/** The edit of a YAML or JSON file as a JSON Patch: what it changes, adds and takes away in one document. */
export function jsonPatchFor(request: Omit<EditRequest, 'dialects'>): JsonPatch {
  const { file, client } = request
  const dialects = [yamlDialect, jsonDialect]
  if (!dialects.some(({ clients }) => clients.includes(client.name))) {
    const message = `${file.name}: there is no JSON Patch for ${client.title}, which neither YAML nor JSON configures`
    return { kind: 'refused', message }
  }
  const edit = editConfig({ ...request, dialects })
  if (edit.kind === 'refused') return edit
  const read = jsonDialect.reads(file.name) ? readJson : readYaml
  try {
    const before = read(file.text)
    const document = documentOfLine(before, edit.place.line)
    const { notes } = edit
    if (edit.kind === 'unchanged') return { kind: 'operations', document, operations: [], notes }
    const operations = jsonPatch(valueAt(before, document), valueAt(read(edit.text), document))
    return { kind: 'operations', document, operations, notes }
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error
    return { kind: 'refused', message: `${file.name}: ${error.message}` }
  }
}

/** Operations that lead from one value to another, in an order in which each can be applied. */
export function jsonPatch(before: PlainValue, after: PlainValue, pointer = ''): JsonPatchOperation[] {
  if (isList(before) && isList(after)) return listPatch(before, after, pointer)
  if (isObject(before) && isObject(after)) return objectPatch(before, after, pointer)
  return before === after ? [] : [{ op: 'replace', path: pointer, value: after }]
}

function objectPatch(before: PlainObject, after: PlainObject, pointer: string): JsonPatchOperation[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name): JsonPatchOperation[] => {
    const path = `${pointer}/${pointerToken(name)}`
    if (!Object.hasOwn(after, name)) return [{ op: 'remove', path }]
    const value = after[name] as PlainValue
    return Object.hasOwn(before, name)
      ? jsonPatch(before[name] as PlainValue, value, path)
      : [{ op: 'add', path, value }]
  })
}

/** Items keep their index: those beyond the shorter list are added or taken away at its end. */
function listPatch(
  before: readonly PlainValue[],
  after: readonly PlainValue[],
  pointer: string,
): JsonPatchOperation[] {
  const kept = Math.min(before.length, after.length)
  return [
    ...after
      .slice(0, kept)
      .flatMap((value, i) => jsonPatch(before[i] as PlainValue, value, `${pointer}/${i}`)),
    ...after.slice(kept).map((value, i) => ({ op: 'add' as const, path: `${pointer}/${kept + i}`, value })),
    ...before.slice(kept).map(() => ({ op: 'remove' as const, path: `${pointer}/${kept}` })),
  ]
}

function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value)
}

function isObject(value: PlainValue): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function documentOfLine({ text, documents }: DataTree, line: number): number {
  const lineTo = text.split('\n').slice(0, line).join('\n').length
  return Math.max(
    documents.findLastIndex(({ from }) => from <= lineTo),
    0,
  )
}

function valueAt({ documents }: DataTree, index: number): PlainValue {
  const document = documents[index]
  return document === undefined ? null : plainValue(document)
}
