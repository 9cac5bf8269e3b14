import { LISTEN_OPTIONS, type ListenOption, variableOf } from '../src/cli/listen/options.ts'

const BEGIN =
  '<!-- docs/generate-listener-options.ts writes this table from src/cli/listen/options.ts: change it there. -->'
const END = '\n\n`--check`'

/** A page with its table of options written anew. */
export function withListenerOptions(page: string): string {
  const [before = '', rest = ''] = page.split(BEGIN, 2)
  return `${before}${BEGIN}\n\n${table()}${rest.slice(rest.indexOf(END))}`
}

function table(): string {
  const rows = LISTEN_OPTIONS.map((option: ListenOption) => {
    const cells = [`\`${option.flag}\``, `\`${variableOf(option)}\``, defaultOf(option), option.says]
    return `| ${cells.join(' | ')} |`
  })
  return ['| option | variable | default | meaning |', '|---|---|---|---|', ...rows].join('\n')
}

function defaultOf({ default: value }: ListenOption): string {
  return value === undefined ? '' : `\`${value}\``
}
