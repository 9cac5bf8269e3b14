import { SETTINGS } from '../src/config/settings-table.ts'
import { takes } from './settings-page.ts'

type AnySetting = (typeof SETTINGS)[keyof typeof SETTINGS]

const HEAD = `# Every setting of Bellbuoy with its default. To set one, remove the "# " of its line and of its group.
# Copy this file to bellbuoy.yml in the folder where you start Bellbuoy, or name it: bellbuoy serve --config FILE.
# An environment variable overrides the file: BELLBUOY_PORT overrides http.port. docs/settings.md has both names.
# docs/generate-settings.ts writes this file from src/config/settings-table.ts.
# yaml-language-server: $schema=bellbuoy.schema.json
`

/** The text of `deploy/bellbuoy.example.yml`: groups as comments too, so that the file as it is sets nothing. */
export function exampleFile(): string {
  const groups = Map.groupBy(Object.entries(SETTINGS), ([, { key }]) => groupsOf(key)[0] ?? '')
  const blocks = [...groups.values()].map((settings) => {
    const named = new Set<string>()
    return settings.flatMap((setting) => [...heads(setting[1].key, named), entry(setting)]).join('\n')
  })
  return `${HEAD}\n${blocks.join('\n\n')}\n`
}

/** A line for each group of a setting that was not named before. */
function heads(key: string, named: Set<string>): readonly string[] {
  return groupsOf(key).flatMap((group, depth, all) => {
    const path = all.slice(0, depth + 1).join('.')
    if (named.has(path)) return []
    named.add(path)
    return [`# ${indentOf(depth)}${group}:`]
  })
}

/** A JSON Schema of bellbuoy.yml, for editors. */
export function settingsSchema(): string {
  const root = newGroup()
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const group = groupsOf(setting.key).reduce(
      (outer, inner) => (outer.properties[inner] ??= newGroup()) as Group,
      root,
    )
    group.properties[lastOf(setting.key)] = shape(name, setting)
  }
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'bellbuoy.yml',
    description: 'docs/generate-settings.ts writes this file from src/config/settings-table.ts.',
    ...root,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

interface Group {
  readonly type: 'object'
  readonly additionalProperties: false
  readonly properties: Record<string, unknown>
}

const newGroup = (): Group => ({ type: 'object', additionalProperties: false, properties: {} })

function entry([name, setting]: [string, AnySetting]): string {
  const indent = indentOf(groupsOf(setting.key).length)
  const about = `# ${indent}# ${plain(setting.about)}: ${plain(takes(setting))} (BELLBUOY_${name})`
  const value = setting.default === null ? '' : ` ${JSON.stringify(setting.default)}`
  return `${about}\n# ${indent}${lastOf(setting.key)}:${value}`
}

/** What an editor can check; Bellbuoy checks the rest at its start. */
function shape(name: string, { default: value, about, read }: AnySetting): Record<string, unknown> {
  const described = {
    description: `${plain(about)} (BELLBUOY_${name})`,
    ...(value !== null && { default: value }),
  }
  if (Array.isArray(value)) return { ...described, type: ['array', 'string'], items: { type: 'string' } }
  if (typeof value === 'number') return { ...described, type: 'number', ...limits(read) }
  if (typeof value === 'boolean') return { ...described, type: 'boolean' }
  return { ...described, type: 'string', ...choices(read) }
}

function limits(read: AnySetting['read']): Record<string, number> {
  const [, minimum, maximum] = /from (\S+) to (\S+)$/.exec(mistakeOf(read)) ?? []
  return minimum === undefined ? {} : { minimum: Number(minimum), maximum: Number(maximum) }
}

function choices(read: AnySetting['read']): { enum?: readonly string[] } {
  const [, values] = /^must be one of (.*)$/.exec(mistakeOf(read)) ?? []
  return values === undefined ? {} : { enum: values.split(', ') }
}

function mistakeOf(read: AnySetting['read']): string {
  const answer = read(undefined)
  return 'mistake' in answer ? answer.mistake : ''
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '')
}

const groupsOf = (key: string): readonly string[] => key.split('.').slice(0, -1)
const lastOf = (key: string): string => key.slice(key.lastIndexOf('.') + 1)
const indentOf = (depth: number): string => '  '.repeat(depth)
