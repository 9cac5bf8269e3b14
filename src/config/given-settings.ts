import { isClientVariable } from './client-variables.ts'
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { messageOf } from '../domain/errors.ts'
import { nearestWord } from '../domain/nearest-word.ts'
import { SETTINGS, type SettingName, isKeptSecret } from './settings-table.ts'

/** The value of a setting, as text or as YAML gives it. */
export interface Given {
  readonly value: unknown
  /** The variable, or the file and key, for messages. */
  readonly where: string
}

/** Given values by the names of the settings table. */
export type GivenSettings = ReadonlyMap<string, Given>

const PREFIX = 'BELLBUOY_'
const DEFAULT_FILE = 'bellbuoy.yml'

/** Adds to `mistakes` every variable `BELLBUOY_…` that names no setting. */
export function settingsInEnvironment(environment: NodeJS.ProcessEnv, mistakes: string[]): GivenSettings {
  const given = new Map<string, Given>()
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || value === undefined || isClientVariable(variable)) continue
    const name = variable.slice(PREFIX.length)
    const inFile = nameInFile(name)
    if (Object.hasOwn(SETTINGS, name)) given.set(name, { value, where: variable })
    else if (inFile === null)
      mistakes.push(
        `${variable}: there is no setting of this name${meant(name, Object.keys(SETTINGS), PREFIX)}`,
      )
    else if (environment[PREFIX + inFile] === undefined) readSecret(inFile, variable, value, given, mistakes)
    else mistakes.push(`${variable}: ${PREFIX}${inFile} is set too: set one of them`)
  }
  return given
}

const FILE = '_FILE'

/** The setting whose value is in a file that `NAME_FILE` names: secrets have such variables, so that an environment need not hold them. */
function nameInFile(name: string): SettingName | null {
  const of = name.endsWith(FILE) ? name.slice(0, -FILE.length) : ''
  return Object.hasOwn(SETTINGS, of) && isKeptSecret(of as SettingName) ? (of as SettingName) : null
}

/** What editors and secret stores put at the end, a line break, is no part of the secret. */
function readSecret(
  name: SettingName,
  variable: string,
  file: string,
  given: Map<string, Given>,
  mistakes: string[],
): void {
  try {
    given.set(name, { value: readFileSync(file, 'utf8').replace(/\r?\n$/, ''), where: variable })
  } catch (error) {
    mistakes.push(`${variable}: the file cannot be read: ${messageOf(error)}`)
  }
}

/**
 * Adds to `mistakes` that the file cannot be read, or every key in it that names no setting.
 *
 * @param file by default `bellbuoy.yml` in the working folder, if it exists
 */
export function settingsInFile(file: string | undefined, mistakes: string[]): GivenSettings {
  const path = file ?? DEFAULT_FILE
  if (file === undefined && !existsSync(path)) return new Map()
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'))
    return settingsIn(content ?? {}, path, mistakes)
  } catch (error) {
    mistakes.push(`${path}: ${messageOf(error)}`)
    return new Map()
  }
}

function settingsIn(content: unknown, path: string, mistakes: string[]): GivenSettings {
  const given = new Map<string, Given>()
  const names = new Map(Object.entries(SETTINGS).map(([name, { key }]) => [key, name]))
  const visit = (value: unknown, prefix: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      mistakes.push(`${path}: ${prefix === '' ? 'the file' : prefix} must be a group of settings`)
      return
    }
    for (const [key, entry] of Object.entries(value)) {
      const full = prefix === '' ? key : `${prefix}.${key}`
      const name = names.get(full)
      if (name !== undefined) given.set(name, { value: entry, where: `${path}: ${full}` })
      else if ([...names.keys()].some((known) => known.startsWith(`${full}.`))) visit(entry, full)
      else mistakes.push(`${path}: there is no setting ${full}${meant(full, [...names.keys()])}`)
    }
  }
  visit(content, '')
  return given
}

function meant(written: string, known: readonly string[], prefix = ''): string {
  const nearest = nearestWord(written, known)
  return nearest === null ? '' : `; did you mean ${prefix}${nearest}?`
}
