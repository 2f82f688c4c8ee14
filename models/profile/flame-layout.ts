import { type CodeKind, codeKind } from './code-kind.ts'
import { frameKey } from './frame-table.ts'
import type { Frame, StackProfile } from './stack-profile.ts'
import { compareFrames } from './top-functions.ts'

/** A box of a flame graph. Shares are of all that was sampled, in [0, 1]. */
export interface FlameBox {
  /** Index of its frame, or −1: the root of all at depth 0, and below it what is too thin to be shown. */
  readonly frame: number
  /** From 0. */
  readonly depth: number
  readonly from: number
  readonly width: number
  /** In the function itself, in the unit of the profile. */
  readonly self: number
  /** In it and in what it called. */
  readonly total: number
}

/** A flame graph before it is drawn: plain data. */
export interface FlameLayout {
  readonly unit: StackProfile['unit']
  readonly frames: ReadonlyArray<Frame & { readonly kind: CodeKind }>
  readonly total: number
  /** Rows that the boxes take. */
  readonly rows: number
  /** From the root down, and from left to right. */
  readonly boxes: readonly FlameBox[]
}

export interface FlameLimits {
  /** Boxes thinner than this share are put together as one, and left out where even that is thinner. In (0, 1). */
  readonly minShare?: number
  /** Boxes at most; the least share rises until they are no more. ≥ 1 */
  readonly maxBoxes?: number
  /** Rows at most; what is deeper is put together. ≥ 2 */
  readonly maxRows?: number
}

/**
 * Puts the stacks of a profile in boxes: the root on top, below each function what it called, by name (Gregg, 2016, The
 * Flame Graph). The order of the samples does not matter.
 */
export function layoutFlames(profile: StackProfile, limits: FlameLimits = {}): FlameLayout {
  const { minShare = 0.001, maxBoxes = 2000, maxRows = 64 } = limits
  const root = callTree(profile, maxRows)
  let share = minShare
  let boxes = placeBoxes(root, share)
  while (boxes.length > maxBoxes && share < 1) {
    share *= 1.5
    boxes = placeBoxes(root, share)
  }
  return { ...withUsedFrames(profile, boxes), unit: profile.unit, total: root.total, rows: rowsOf(boxes) }
}

interface CallNode {
  readonly frame: Frame | null
  readonly index: number
  readonly children: Map<string, CallNode>
  self: number
  total: number
}

function newNode(index: number, frame: Frame | null): CallNode {
  return { frame, index, children: new Map(), self: 0, total: 0 }
}

function callTree({ frames, samples }: StackProfile, maxRows: number): CallNode {
  const keys = frames.map(frameKey)
  const root = newNode(-1, null)
  for (const { stack, value } of samples) {
    let node = root
    node.total += value
    for (let i = stack.length - 1; i >= Math.max(0, stack.length - maxRows + 1); i--) {
      const index = stack[i] as number
      const key = keys[index] as string
      const child = node.children.get(key) ?? newNode(index, frames[index] as Frame)
      node.children.set(key, child)
      child.total += value
      node = child
    }
    node.self += value
  }
  return root
}

function placeBoxes(root: CallNode, minShare: number): FlameBox[] {
  const all = root.total
  const boxes: FlameBox[] = []
  if (all <= 0) return boxes
  const place = (node: CallNode, depth: number, from: number) => {
    boxes.push({
      frame: node.index,
      depth,
      from,
      width: node.total / all,
      self: node.self,
      total: node.total,
    })
    let at = from
    let restTotal = 0
    for (const child of inOrder(node)) {
      if (child.total / all < minShare) restTotal += child.total
      else {
        place(child, depth + 1, at)
        at += child.total / all
      }
    }
    const rest = restTotal / all
    if (rest >= minShare)
      boxes.push({ frame: -1, depth: depth + 1, from: at, width: rest, self: restTotal, total: restTotal })
  }
  place(root, 0, 0)
  return boxes
}

function inOrder({ children }: CallNode): CallNode[] {
  return [...children.values()].sort((a, b) => compareFrames(a.frame as Frame, b.frame as Frame))
}

function rowsOf(boxes: readonly FlameBox[]): number {
  return boxes.reduce((most, { depth }) => Math.max(most, depth + 1), 0)
}

/** Only frames that a box has, in the order of the boxes: the rest of a profile need not be kept. */
function withUsedFrames(
  profile: StackProfile,
  boxes: readonly FlameBox[],
): Pick<FlameLayout, 'frames' | 'boxes'> {
  const used = [...new Set(boxes.map(({ frame }) => frame))].filter((frame) => frame >= 0)
  const places = new Map(used.map((frame, i) => [frame, i]))
  return {
    frames: used.map((index) => {
      const frame = profile.frames[index] as Frame
      return { ...frame, kind: codeKind(frame) }
    }),
    boxes: boxes.map((box) => ({ ...box, frame: places.get(box.frame) ?? -1 })),
  }
}
