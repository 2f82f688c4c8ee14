export interface ObjectPoolOptions<Pooled extends object> {
  create(): Pooled
  /** Makes an object that came back as good as new: nothing of its last use may be left. */
  reset(object: Pooled): void
  /** Most objects that are kept while nobody uses them, a whole number of 0 or more. */
  readonly limit: number
}

/** What a pool has counted since it was made. */
export interface ObjectPoolStats {
  readonly made: number
  readonly leased: number
  /** Leased ones that came back, also those that were not kept. */
  readonly returned: number
  /** Of those, let go: because enough were kept, or because someone may still have had them in use. */
  readonly discarded: number
  /** Kept for the next. */
  readonly idle: number
}

/**
 * Objects that are used again. It keeps `limit` of them at most and hands out as many as are asked for; what is out is
 * not held, so that an object that never comes back is the garbage collector's.
 *
 *     const pool = new ObjectPool({ create: () => new Draft(), reset: (draft) => draft.clear(), limit: 100 })
 *     const draft = pool.lease()
 *     pool.giveBack(draft)
 */
export class ObjectPool<Pooled extends object> {
  readonly #options: ObjectPoolOptions<Pooled>
  readonly #idle: Pooled[] = []
  readonly #out = new WeakSet<Pooled>()
  #made = 0
  #leased = 0
  #returned = 0
  #discarded = 0

  /** @throws RangeError when the limit is out of range */
  constructor(options: ObjectPoolOptions<Pooled>) {
    if (!Number.isInteger(options.limit) || options.limit < 0) {
      throw new RangeError(`the limit of a pool must be a whole number of 0 or more, not ${options.limit}`)
    }
    this.#options = options
  }

  get stats(): ObjectPoolStats {
    return {
      made: this.#made,
      leased: this.#leased,
      returned: this.#returned,
      discarded: this.#discarded,
      idle: this.#idle.length,
    }
  }

  lease(): Pooled {
    const object = this.#idle.pop() ?? this.#create()
    this.#leased++
    this.#out.add(object)
    return object
  }

  /**
   * For the next to use.
   *
   * @throws Error when it is not out: it was given back before, or is of another pool
   */
  giveBack(object: Pooled): void {
    this.#takeBack(object)
    if (this.#idle.length >= this.#options.limit) {
      this.#discarded++
      return
    }
    this.#options.reset(object)
    this.#idle.push(object)
  }

  /**
   * For nobody to use again, since someone may still have it.
   *
   * @throws Error when it is not out
   */
  discard(object: Pooled): void {
    this.#takeBack(object)
    this.#discarded++
  }

  #create(): Pooled {
    this.#made++
    return this.#options.create()
  }

  #takeBack(object: Pooled): void {
    if (!this.#out.delete(object)) throw new Error('an object was given back that is not out of this pool')
    this.#returned++
  }
}
