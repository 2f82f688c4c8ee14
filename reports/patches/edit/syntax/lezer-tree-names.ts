import { closest, type TreeNode } from './lezer-tree.ts'

/** How a language gives names their scope, by the names of its nodes. */
export interface ScopeRules {
  /** Nodes that names belong to: what they define is not known outside. */
  readonly scopes: ReadonlySet<string>
  /** Scopes whose own name, a direct child, belongs to what is around them. */
  readonly named: ReadonlySet<string>
  /** Whether names of a scope are known in it from the beginning, before they are defined. */
  readonly hoisted: (scope: TreeNode) => boolean
}

/**
 * The definition that a name refers to: of those with its text, the one in the innermost scope around it, and there the
 * last before it.
 *
 * @param definitions nodes that define names, in the order of the file
 */
export function resolveName(
  use: TreeNode,
  definitions: readonly TreeNode[],
  rules: ScopeRules,
): TreeNode | undefined {
  let found: TreeNode | undefined
  let foundScope: TreeNode | undefined
  for (const definition of byText(definitions).get(use.text) ?? []) {
    const scope = scopeOf(definition, rules)
    if (scope === undefined || use.from < scope.from || use.to > scope.to) continue
    if (definition.from > use.from && !rules.hoisted(scope)) continue
    if (foundScope !== undefined && scope.from < foundScope.from) continue
    if (foundScope === scope && definition.from > use.from) continue
    found = definition
    foundScope = scope
  }
  return found
}

function scopeOf(definition: TreeNode, { scopes, named }: ScopeRules): TreeNode | undefined {
  const { parent } = definition
  const outward = parent !== null && named.has(parent.name) ? parent.parent : parent
  return closest(outward, ({ name }) => scopes.has(name))
}

const indexes = new WeakMap<readonly TreeNode[], ReadonlyMap<string, readonly TreeNode[]>>()

/** The definitions of each name, which are looked up time and again. */
function byText(definitions: readonly TreeNode[]): ReadonlyMap<string, readonly TreeNode[]> {
  const known = indexes.get(definitions)
  if (known !== undefined) return known
  const index = new Map<string, TreeNode[]>()
  for (const definition of definitions) {
    const same = index.get(definition.text)
    if (same === undefined) index.set(definition.text, [definition])
    else same.push(definition)
  }
  indexes.set(definitions, index)
  return index
}
