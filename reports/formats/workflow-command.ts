/** What an annotation is shown as. */
export type AnnotationKind = 'error' | 'warning' | 'notice'

/** A remark that GitHub shows at the top of a workflow run. */
export interface Annotation {
  readonly kind: AnnotationKind
  readonly title: string
  readonly message: string
}

/** GitHub shows no more of each kind for a step. */
export const MOST_ANNOTATIONS = 10

/**
 * The workflow command that makes an annotation, on one line: escaped as `@actions/core` does it, so that nothing in the
 * texts ends the command or begins another one. Line breaks of the message are kept, and shown.
 */
export function workflowCommand({ kind, title, message }: Annotation): string {
  return `::${kind} title=${escapeProperty(title)}::${escapeData(message)}`
}

/**
 * At most ten of each kind, in order; where there are more, the tenth says how many are left out.
 */
export function boundedAnnotations(annotations: readonly Annotation[]): Annotation[] {
  return (['error', 'warning', 'notice'] as const).flatMap((kind) => {
    const own = annotations.filter((each) => each.kind === kind)
    if (own.length <= MOST_ANNOTATIONS) return own
    const shown = own.slice(0, MOST_ANNOTATIONS - 1)
    const title = own[0]?.title ?? ''
    return [...shown, { kind, title, message: `${own.length - shown.length} more are left out here` }]
  })
}

/**
 * Text that is printed between two commands that switch commands off and on again, so that no line of it is taken for
 * one. The token, which ends the text, does not occur in it.
 */
export function withoutCommands(text: string): string {
  let token = 'kneepoint-end-of-text'
  for (let i = 1; text.includes(token); i++) token = `kneepoint-end-of-text-${i}`
  return `::stop-commands::${token}\n${text.endsWith('\n') ? text : `${text}\n`}::${token}::\n`
}

function escapeData(text: string): string {
  return harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** Without the control characters, separators and halves of characters that a log might take for ends of lines. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\r\n]|[\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
}
