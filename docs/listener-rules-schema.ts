import { type Options, format, resolveConfig } from 'prettier'
import { RulesFileSchema } from '../src/listen/rules/file/rules-schema.ts'

const ABOUT = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Rules of bellbuoy listen',
}

/** A rule does one thing. */
const ONE_ACTION = ['run', 'shell', 'call'].map((key) => ({ required: [key] }))

/** The text of `docs/listener-rules.schema.json`, for editors: draft 7, which all of them understand. */
export async function listenerRulesSchema(): Promise<string> {
  const schema = JSON.parse(JSON.stringify(RulesFileSchema, withoutOurKeyword)) as RulesSchema
  const { rules } = schema.properties
  const whole = {
    ...ABOUT,
    ...schema,
    properties: { ...schema.properties, rules: { ...rules, items: { ...rules.items, oneOf: ONE_ACTION } } },
  }
  const style: Options = (await resolveConfig(new URL('.', import.meta.url))) ?? {}
  return format(JSON.stringify(whole, null, 2), { ...style, parser: 'json' })
}

interface RulesSchema {
  readonly properties: { readonly rules: { readonly items: object } }
}

/** `expects` is for our own messages. */
function withoutOurKeyword(key: string, value: unknown): unknown {
  return key === 'expects' ? undefined : value
}
