// Preloaded by `node --import`, in each thread: shifts the clock of the system, as the process sees it, by what a file says. Timers and the
// monotonic clock go on as they are, as they do when someone sets a machine's clock.

import { readFileSync } from 'node:fs'

/** The environment of a process whose clock is as many milliseconds ahead as the file says. */
export function clockShiftedBy(file: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${import.meta.url}`, CLOCK_SHIFT_FILE: file }
}

const LOOK_EVERY_MS = 20

const { CLOCK_SHIFT_FILE } = process.env
if (CLOCK_SHIFT_FILE !== undefined) shiftClock(CLOCK_SHIFT_FILE)

function shiftClock(file: string): void {
  const trueNow = Date.now
  let shiftMs = readShift(file)
  setInterval(() => (shiftMs = readShift(file)), LOOK_EVERY_MS).unref()

  class ShiftedDate extends Date {
    constructor(...args: ConstructorParameters<typeof Date> | []) {
      if (args.length === 0) super(ShiftedDate.now())
      else super(...args)
    }

    static override now(): number {
      return trueNow() + shiftMs
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor
}

function readShift(file: string): number {
  return Number(readFileSync(file, 'utf8'))
}
