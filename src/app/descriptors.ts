import type { Clock } from '../domain/clock.ts'
import type { Log } from '../log.ts'
import { exhaustedDescriptors } from '../net/exhausted-descriptors.ts'

const EVERY_MS = 5000
const NONE_LEFT =
  'no file descriptor is left: new connections are refused, and deliveries wait; raise the limit of open files (ulimit -n, LimitNOFILE)'

/** Notices when the process has used up its file descriptors, and when some are free again. Node itself refuses connections without a word. */
export class Descriptors implements Disposable {
  readonly #clock: Pick<Clock, 'after'>
  readonly #log: Log
  #cancelTimer: () => void = () => undefined
  #areExhausted = false

  constructor({ clock, log }: { clock: Pick<Clock, 'after'>; log: Log }) {
    this.#clock = clock
    this.#log = log
    this.#wait()
  }

  /** Why nothing can be opened, or null. */
  fault(): string | null {
    return exhaustedDescriptors() === null ? null : NONE_LEFT
  }

  /** Something could not be opened for want of a descriptor. */
  noteExhausted = (): void => {
    if (!this.#areExhausted) this.#log.descriptorsExhausted()
    this.#areExhausted = true
  }

  #wait(): void {
    this.#cancelTimer = this.#clock.after(EVERY_MS, () => {
      this.#look()
      this.#wait()
    })
  }

  #look(): void {
    if (this.fault() !== null) this.noteExhausted()
    else {
      if (this.#areExhausted) this.#log.descriptorsFree()
      this.#areExhausted = false
    }
  }

  [Symbol.dispose](): void {
    this.#cancelTimer()
  }
}
