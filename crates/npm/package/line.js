// The line of a program's requests before the limits. It waits; what may pass is decided by the module.
import { pairs } from './values.js'

// Longer timers end at once.
const LONGEST_MS = 2 ** 31 - 1

export class Line {
  #limits
  #speed
  #start = performance.timeOrigin + performance.now()
  // Those who wait, and how each is woken.
  #waiting = new Map()

  constructor(limits, speed) {
    this.#limits = limits
    this.#speed = speed
  }

  // Microseconds since 1970, by a clock that is not set back.
  #now() {
    const elapsed = performance.timeOrigin + performance.now() - this.#start
    return Math.floor((this.#start + elapsed * this.#speed) * 1000)
  }

  /** Waits until a request may be sent: `{ admitted }`, `{ refused }`, or nothing where it has no limits. */
  async enter(body, tenant, signal) {
    signal?.throwIfAborted()
    const first = this.#limits.acquire(this.#now(), body, tenant)
    let turn = first === undefined ? {} : JSON.parse(first)
    if (turn.waiting === undefined) return turn
    const { key, ticket } = turn.waiting
    const place = `${key} ${ticket}`
    try {
      for (;;) {
        turn = JSON.parse(this.#limits.poll(this.#now(), key, ticket))
        if (turn.waiting === undefined) return turn
        signal?.throwIfAborted()
        await this.#woken(place, turn.waiting, signal)
      }
    } catch (error) {
      this.#limits.cancel(this.#now(), key, ticket)
      throw error
    } finally {
      this.#waiting.delete(place)
      this.#wake()
    }
  }

  #woken(place, { ahead, wait_us }, signal) {
    return new Promise((resolve, reject) => {
      // Who is behind others is woken when they have gone.
      const timed = ahead === 0 && wait_us !== null
      const timer = timed ? setTimeout(wake, Math.min(Math.ceil(wait_us / 1000 / this.#speed), LONGEST_MS)) : undefined
      const abort = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      function wake() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiting.set(place, wake)
    })
  }

  // The heads of the lines may be admitted now.
  #wake() {
    if (this.#waiting.size === 0) return
    const heads = this.#limits.heads()
    for (let index = 0; index < heads.length; index += 2) {
      this.#waiting.get(`${heads[index]} ${heads[index + 1]}`)?.()
    }
  }

  /** It was never sent, or was refused by a limit. */
  cancel({ key, ticket }) {
    this.#limits.cancel(this.#now(), key, ticket)
    this.#wake()
  }

  /** It has ended: what its answer states, or what it reserved. */
  settle({ key, ticket }, answer, usedNothing = false) {
    this.#limits.settle(this.#now(), key, ticket, answer, usedNothing)
    this.#wake()
  }

  /** Takes note of what an answer says of the limits; whether it names a wait. */
  observe({ key }, response, text) {
    return this.#limits.observe(this.#now(), key, response.status, text, pairs(response.headers))
  }
}
