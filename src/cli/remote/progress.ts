import { plainLine } from '../plain-text.ts'
import { widthOf } from '../terminal-width.ts'

/** A line at the terminal that says how far a long command is, over and over in the same place. Nothing where standard error is no terminal. */
export interface Progress extends Disposable {
  readonly show: (text: string) => void
}

const TO_START_AND_CLEAR = '\r\u001B[K'

export function openProgress(): Progress {
  const { stderr } = process
  const write = (text: string): void => {
    if (stderr.isTTY) stderr.write(TO_START_AND_CLEAR + plainLine(text, widthOf(stderr, 0) - 1))
  }
  return { show: write, [Symbol.dispose]: () => write('') }
}
