import { styleText } from 'node:util'
import { type Paint, plainPaint } from '../../reports/terminal/paint.ts'
import { canColour, type TextStream } from './terminal-abilities.ts'

type Style = Parameters<typeof styleText>[0]

/** The paint for text that goes to a stream: colours where it and the environment want them. */
export function createPaint(stream: TextStream, env: NodeJS.ProcessEnv = process.env): Paint {
  if (!canColour(stream, env)) return plainPaint
  return {
    good: styled('green'),
    bad: styled('red'),
    warn: styled('yellow'),
    strong: styled('bold'),
    dim: styled('dim'),
  }
}

/** Whether there are colours was decided for the stream that the text will go to: Node is not to ask another one. */
function styled(style: Style): (text: string) => string {
  return (text) => styleText(style, text, { validateStream: false })
}
