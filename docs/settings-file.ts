import { SETTINGS } from '../src/config/settings-table.ts'
import { takes } from './settings-page.ts'

type AnySetting = (typeof SETTINGS)[keyof typeof SETTINGS]

const HEAD = `# Every setting of Bellbuoy with its default. Take a line's "# " away to set it; its group needs to be there too.
# Copy it to bellbuoy.yml in the folder that Bellbuoy is started in, or name it: bellbuoy serve --config FILE.
# A variable of the environment wins over the file: BELLBUOY_PORT over http.port. docs/settings.md has both names.
# docs/generate-settings.ts writes this file from src/config/settings-table.ts.
# yaml-language-server: $schema=bellbuoy.schema.json
`

/** The text of `deploy/bellbuoy.example.yml`: groups as comments too, so that the file as it is sets nothing. */
export function exampleFile(): string {
  const groups = Map.groupBy(Object.entries(SETTINGS), ([, { key }]) => groupOf(key))
  const blocks = [...groups].map(([group, settings]) => {
    const lines = settings.map((setting) => entry(setting, group === '' ? '' : '  '))
    return group === '' ? lines.join('\n') : `# ${group}:\n${lines.join('\n')}`
  })
  return `${HEAD}\n${blocks.join('\n\n')}\n`
}

/** A JSON Schema of bellbuoy.yml, for editors. */
export function settingsSchema(): string {
  const properties: Record<string, unknown> = {}
  for (const [group, settings] of Map.groupBy(Object.entries(SETTINGS), ([, { key }]) => groupOf(key))) {
    const entries = Object.fromEntries(
      settings.map(([name, setting]) => [lastOf(setting.key), shape(name, setting)]),
    )
    if (group === '') Object.assign(properties, entries)
    else properties[group] = { type: 'object', additionalProperties: false, properties: entries }
  }
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'bellbuoy.yml',
    description: 'docs/generate-settings.ts writes this file from src/config/settings-table.ts.',
    type: 'object',
    additionalProperties: false,
    properties,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function entry([name, setting]: [string, AnySetting], indent: string): string {
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

const groupOf = (key: string): string => (key.includes('.') ? key.slice(0, key.indexOf('.')) : '')
const lastOf = (key: string): string => key.slice(key.indexOf('.') + 1)
