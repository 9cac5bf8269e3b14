/** As much of JSON Schema as the options of targets use. */
export interface OptionSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly writeOnly?: boolean
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly properties?: Readonly<Record<string, OptionSchema>>
  readonly required?: readonly string[]
}

const HEAD = '| option | value | meaning |\n|---|---|---|\n'

/** The options of a kind of target as a table of Markdown; those inside others by their path, such as `smtp.host`. */
export function optionsTable(schema: OptionSchema): string {
  return `${HEAD}${rowsOf(schema, '').join('\n')}\n`
}

function rowsOf({ properties = {}, required = [] }: OptionSchema, path: string): readonly string[] {
  return Object.entries(properties).flatMap(([name, option]) => {
    const inside = rowsOf(option, `${path}${name}.`)
    // A secret that is stored already may be left out, so the schema asks for none.
    const need = required.includes(name) ? ', required' : ''
    const row = [`\`${path}${name}\``, `${valueOf(option)}${need}`, meaningOf(option)]
    return [`| ${row.map(asCell).join(' | ')} |`, ...inside]
  })
}

function valueOf(option: OptionSchema): string {
  if (option.writeOnly === true) return '*secret*'
  if (option.enum !== undefined) return option.enum.map((one) => `\`${String(one)}\``).join(', ')
  if (option.type === 'object') return 'object'
  return `${option.type ?? 'any'}${boundsOf(option)}`
}

function boundsOf({ minimum, exclusiveMinimum, maximum, maxLength }: OptionSchema): string {
  if (maxLength !== undefined) return `, up to ${maxLength} characters`
  const least = minimum === undefined ? [] : [`from ${minimum}`]
  const more = exclusiveMinimum === undefined ? [] : [`more than ${exclusiveMinimum}`]
  const most = maximum === undefined ? [] : [`to ${maximum}`]
  const bounds = [...least, ...more, ...most]
  return bounds.length === 0 ? '' : `, ${bounds.join(' ')}`
}

function meaningOf({ title, description }: OptionSchema): string {
  return [title, description].filter((text) => text !== undefined).join(': ')
}

function asCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<')
}
