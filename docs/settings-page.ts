import { SETTINGS } from '../src/config/settings-table.ts'

type AnySetting = (typeof SETTINGS)[keyof typeof SETTINGS]

const INTRODUCTION = `# Settings

<!-- docs/generate-settings.ts writes this page from src/config/settings-table.ts: change it there. -->

Every setting has a default, so Bellbuoy starts without any. Set one in one of these ways:

| where | example |
|---|---|
| an environment variable | \`BELLBUOY_PORT=9090\` |
| a variable that ends in \`_FILE\` and names a file with the value, for every secret and for \`BELLBUOY_DATABASE_URL\` | \`BELLBUOY_LDAP_SEARCH_PASSWORD_FILE=/run/secrets/ldap\` |
| a YAML file, grouped as in Harbor's \`harbor.yml\` | \`bellbuoy.yml\` in the folder where you start Bellbuoy, or the file of \`bin/bellbuoy serve --config FILE\` |

- The environment overrides the file, and the file overrides the default.
- In the environment a list is a text with commas. In the file it is a YAML list, or the same text.
- Paths are relative to the folder where you start Bellbuoy.
- Bellbuoy ignores a line break at the end of a \`_FILE\`.

\`\`\`yaml
# bellbuoy.yml
http:
  host: 0.0.0.0
  port: 9090
external_url: https://bellbuoy.example.com
notification:
  webhook_job_max_retry: 8
target:
  deny: [10.0.0.0/8]
\`\`\`

Bellbuoy reads the settings once, at the start. If one has a wrong value or an unknown name, it does not start. It reports
every mistake at once and exits with code 78.

To begin a file, copy \`deploy/bellbuoy.example.yml\`, which has every setting with its default. \`deploy/bellbuoy.schema.json\` is a JSON Schema
for editors.

`

const HEAD = `| environment | in the file | default | meaning | value |
|---|---|---|---|---|
`

/** The text of `docs/settings.md`. */
export function settingsPage(): string {
  return `${INTRODUCTION}${HEAD}${Object.entries(SETTINGS).map(row).join('')}`
}

function row([name, setting]: [string, AnySetting]): string {
  const cells = [
    `\`BELLBUOY_${name}\``,
    `\`${setting.key}\``,
    defaultOf(setting),
    setting.about,
    takes(setting),
  ]
  return `| ${cells.join(' | ')} |\n`
}

/** The values that a setting takes, from the mistake that it reports for a wrong one. */
export function takes({ read }: AnySetting): string {
  const answer = read(undefined)
  if (!('mistake' in answer)) throw new Error('a setting takes any value')
  return answer.mistake.replace(/^must be /, '')
}

function defaultOf({ default: value }: AnySetting): string {
  const text = typeof value === 'object' ? (value?.join(',') ?? '') : String(value)
  return text === '' ? 'none' : `\`${text}\``
}
