import type { CreateTrap, TrapContext } from './trap.ts'

/** Writes the cells of a table. */
interface Helper {
  readonly name: string
  readonly labels: readonly string[]
  readonly widths: readonly number[]
}

interface Template {
  readonly text: string
  readonly helpers: Record<string, Helper>
}

const TYPICAL_COLUMNS = 12

/** Parsed once, for all requests. */
const orderTemplate: Template = { text: 'Order {{id}}: {{table}}', helpers: {} }

async function addTableHelper(
  template: Template,
  requestId: string,
  { readSize }: Pick<TrapContext, 'readSize'>,
): Promise<Helper> {
  const columnCount = await readSize(TYPICAL_COLUMNS)
  const labels: string[] = []
  const widths: number[] = []
  for (let i = 0; i < columnCount; i++) {
    labels.push(`${requestId}, column ${i}`)
    widths.push(8 + (i % 5))
  }
  const helper = { name: `table-${requestId}`, labels, widths }
  template.helpers[helper.name] = helper // leaks: a name of its own for each request, in the template that all share
  return helper
}

function render(template: Template, id: string, { name }: Helper): string {
  const helper = template.helpers[name]
  const table = helper?.labels.map((label, i) => label.padEnd(helper.widths[i] ?? 0)).join('|') ?? ''
  return template.text.replace('{{id}}', id).replace('{{table}}', table)
}

/** Each request adds the helper that it needs to the table of helpers of a template that is shared. */
export const createTemplateHelpers: CreateTrap = (context) => {
  return async ({ id: requestId, params }) => {
    const template = context.fixed ? { ...orderTemplate, helpers: {} } : orderTemplate
    const helper = await addTableHelper(template, requestId, context)
    return { id: params.id, characters: render(template, params.id, helper).length }
  }
}
