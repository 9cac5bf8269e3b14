import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DURATION_PATTERN, SIZE_PATTERN, durationMs, sizeBytes } from '../../listen/rules/file/quantities.ts'

// Each reads the text of an option; an error says what is wrong with it.

/** Milliseconds. */
export function duration(text: string): number {
  if (!new RegExp(DURATION_PATTERN).test(text))
    throw new Error(`${text} is not a duration such as 30s, 10m or 1h`)
  return durationMs(text)
}

export function bytes(text: string): number {
  if (!new RegExp(SIZE_PATTERN).test(text)) throw new Error(`${text} is not a size such as 512KiB or 8MiB`)
  return sizeBytes(text)
}

export function wholeNumber(text: string, from: number, to: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < from || number > to)
    throw new Error(`${text} is not a whole number from ${from} to ${to}`)
  return number
}

/** A program with its arguments. A file of this folder goes before a program of the same name on PATH. */
export function programOf(program: string, args: readonly string[]): readonly [string, ...string[]] {
  if (!program.includes('/') && !existsSync(program)) return [program, ...args]
  const file = resolve(program)
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`there is no file ${file}`)
  try {
    accessSync(file, constants.X_OK)
  } catch {
    throw new Error(`${file} is not executable: run chmod +x ${program}`)
  }
  return [file, ...args]
}

/** The lines of a file of secrets. */
export function linesOf(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length === 0) throw new Error(`${file} is empty`)
  return lines
}
