import { styleText } from 'node:util'

/** `bad` needs a person, `good` is as it should be, `quiet` is beside the point. */
export type Tone = 'bad' | 'good' | 'quiet' | null

/** Each is readable on a light terminal and on a dark one: what is quiet is dimmed from the terminal's own colour, not gray. */
const STYLES = { bad: 'red', good: 'green', quiet: 'dim' } as const

/** Colours a text where the output is a terminal that shows colours, and NO_COLOR does not forbid it. */
export function coloured(text: string, tone: Tone): string {
  return tone === null ? text : styleText(STYLES[tone], text, { stream: process.stdout })
}
