/** A member of an `UnderWay`, which links it to its neighbours. */
export interface Linked<Member> {
  before: Member | null
  after: Member | null
}

/** What has begun and not ended, in the order of beginning. Nothing is allocated for a member. */
export class UnderWay<Member extends Linked<Member>> {
  #first: Member | null = null
  #last: Member | null = null
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The one that began first, or `null`. */
  get first(): Member | null {
    return this.#first
  }

  all(): Member[] {
    const found: Member[] = []
    for (let member = this.#first; member !== null; member = member.after) found.push(member)
    return found
  }

  /** @param member that is in none */
  add(member: Member): void {
    member.before = this.#last
    member.after = null
    if (this.#last === null) this.#first = member
    else this.#last.after = member
    this.#last = member
    this.#size++
  }

  /** @param member that is in this one */
  remove(member: Member): void {
    const { before, after } = member
    if (before === null) this.#first = after
    else before.after = after
    if (after === null) this.#last = before
    else after.before = before
    member.before = null
    member.after = null
    this.#size--
  }
}
