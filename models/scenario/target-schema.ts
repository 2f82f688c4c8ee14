import * as z from 'zod'
import { blockerTarget } from './targets/blocker-target.ts'
import { commandTarget } from './targets/command-target.ts'
import { serviceTarget } from './targets/service-target.ts'
import { shopTarget } from './targets/shop-target.ts'
import { trapTarget } from './targets/trap-target.ts'
import { urlTarget } from './targets/url-target.ts'

/** Servers that are part of the lab, which starts them; adding one takes a line here. */
const builtinTarget = z.discriminatedUnion('builtin', [shopTarget, serviceTarget, blockerTarget, trapTarget])

/** Where requests go. */
export const target = z.union([builtinTarget, commandTarget, urlTarget], {
  error: "{ builtin: 'shop' }, { command: ['node', 'server.js'] } or { url: 'https://…' }",
})

/** A target as a scenario's author writes it. */
export type TargetInput = z.input<typeof target>
/** A target after it was checked, with the defaults filled in. */
export type Target = z.output<typeof target>
export type BuiltinTarget = z.output<typeof builtinTarget>
