import { createLink, type LinkOptions } from './link.ts'
import { runManagedChild } from './managed-child.ts'

export interface LinkProcessOptions {
  readonly link: LinkOptions
  /** 0 takes a free one. */
  readonly port: number
}

export interface LinkProcessReady {
  readonly port: number
}

runManagedChild<LinkProcessReady>(async (options) => {
  const { link: linkOptions, port } = options as LinkProcessOptions
  const link = createLink(linkOptions)
  return {
    ready: { port: await link.listen(port) },
    async drain() {
      link.close()
    },
  }
})
