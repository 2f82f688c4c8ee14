import type { PlainValue } from './edit/json/plain-value.ts'
import type { JsonPatchOperation } from './json-patch.ts'

/** Applies operations one by one, as sections 4.1 to 4.3 of RFC 6902 say; a target that is not there is an error. */
export function applyJsonPatch(document: PlainValue, operations: readonly JsonPatchOperation[]): PlainValue {
  const holder = { root: structuredCopy(document) } as Record<string, PlainValue>
  for (const operation of operations) {
    const steps = ['root', ...operation.path.split('/').slice(1)].map((step) =>
      step.replaceAll('~1', '/').replaceAll('~0', '~'),
    )
    const key = steps.pop() as string
    const target = steps.reduce<Record<string, PlainValue>>((node, step) => node[step] as never, holder)
    const isThere = Object.hasOwn(target, key)
    if (Array.isArray(target)) {
      const index = Number(key)
      if (index > target.length || (operation.op !== 'add' && index === target.length))
        throw new RangeError(key)
      if (operation.op === 'add') target.splice(index, 0, operation.value)
      else if (operation.op === 'replace') target[index] = operation.value
      else target.splice(index, 1)
    } else {
      if (operation.op !== 'add' && !isThere) throw new RangeError(`${operation.path} is not there`)
      if (operation.op === 'remove') delete target[key]
      else target[key] = structuredCopy(operation.value)
    }
  }
  return holder['root'] as PlainValue
}

function structuredCopy(value: PlainValue): PlainValue {
  return JSON.parse(JSON.stringify(value)) as PlainValue
}
