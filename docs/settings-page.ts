import { SETTINGS } from '../src/config/settings-table.ts'

type AnySetting = (typeof SETTINGS)[keyof typeof SETTINGS]

const INTRODUCTION = `# Settings

<!-- Made by docs/generate-settings.ts from src/config/settings-table.ts: change it there. -->

Every setting has a default, so Bellbuoy starts without any. A setting can be given in two places:

- as an environment variable, \`BELLBUOY_PORT=9090\`;
- in a YAML file, grouped as in Harbor's \`harbor.yml\`. It is \`bellbuoy.yml\` in the folder that Bellbuoy is started in, or the file
  that \`bin/bellbuoy serve --config FILE\` names.

The environment goes before the file, the file before the default. A list is written with commas in the environment, and as a YAML
list (or the same text) in the file. Paths are relative to the folder that Bellbuoy is started in.

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

Settings are read once, at the start. If any is wrong, or has a name that Bellbuoy does not know, then it does not start: it names
every mistake at once and ends with exit code 78.

`

const HEAD = `| environment | in the file | default | what it is | takes |
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

/** What a setting takes stands in what it says to something else. */
function takes({ read }: AnySetting): string {
  const answer = read(undefined)
  if (!('mistake' in answer)) throw new Error('a setting takes anything')
  return answer.mistake.replace(/^must be /, '')
}

function defaultOf({ default: value }: AnySetting): string {
  const text = typeof value === 'object' ? (value?.join(',') ?? '') : String(value)
  return text === '' ? 'none' : `\`${text}\``
}
