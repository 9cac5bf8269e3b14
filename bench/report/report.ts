import { availableParallelism, cpus } from 'node:os'

import type { Options } from '../options.ts'
import { FIGURES } from '../run/figures.ts'
import type { Difference, Row, Section } from './section.ts'

export interface Report {
  readonly machine: {
    readonly cores: number
    readonly cpu: string
    readonly node: string
    readonly platform: string
  }
  readonly options: Options
  readonly databaseFolder: string
  readonly scenarios: readonly ScenarioReport[]
}

export interface ScenarioReport {
  readonly name: string
  readonly about: string
  readonly sections: readonly Section[]
}

const LABEL_WIDTH = 40
const COLUMN_WIDTH = 16

export function reportOf(
  options: Options,
  databaseFolder: string,
  scenarios: readonly ScenarioReport[],
): Report {
  const machine = {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    platform: process.platform,
  }
  return { machine, options, databaseFolder, scenarios }
}

/** The report for people. */
export function reportText({ machine, options, databaseFolder, scenarios }: Report): string {
  return [
    `machine   ${String(machine.cores)} cores, ${machine.cpu}, ${machine.platform}, Node ${machine.node}`,
    `load      ${String(options.events)} notifications a round, with random ids and digests`,
    `rounds    ${String(options.rounds)} of each column, in turn, after one to warm up; medians`,
    `database  on the disk of ${databaseFolder}`,
    ...scenarios.flatMap(({ name, about, sections }) => [
      '',
      `${name}: ${about}`,
      ...sections.flatMap(linesOf),
    ]),
  ].join('\n')
}

function linesOf({ title, columns, rows, differences, goals = [] }: Section): readonly string[] {
  return [
    '',
    title,
    line('', columns),
    ...rows.filter(hasValue).map(rowLine),
    ...differences.map(differenceLine),
    ...goals.map(({ text, isReached }) => `goal ${isReached ? 'reached' : 'not reached'}: ${text}`),
  ]
}

function hasValue({ values }: Row): boolean {
  return values.some((value) => value !== null)
}

function rowLine({ label, digits, values }: Row): string {
  return line(
    label,
    values.map((value) => value?.toFixed(digits) ?? '-'),
  )
}

function differenceLine({ of, as, pairs, median, min, max }: Difference): string {
  const digits = as === 'ratio' ? 2 : 0
  const text = (value: number): string => value.toFixed(digits)
  return `${as} of ${FIGURES[of].label}: ${text(median)} (${text(min)} to ${text(max)}; pairs: ${pairs.map(text).join(' ')})`
}

function line(label: string, cells: readonly string[]): string {
  return label.padEnd(LABEL_WIDTH) + cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join('')
}
