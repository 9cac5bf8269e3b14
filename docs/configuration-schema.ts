import { type Options, format, resolveConfig } from 'prettier'
import { DOCUMENTS } from '../src/cli/apply/documents/document-schema.ts'

const ABOUT = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A document of bellbuoy apply',
}

/** The text of `docs/configuration.schema.json`, for editors: draft 7, which all of them understand. */
export async function configurationSchema(): Promise<string> {
  const style: Options = (await resolveConfig(new URL('.', import.meta.url))) ?? {}
  const schema = { ...ABOUT, oneOf: Object.values(DOCUMENTS) }
  return format(JSON.stringify(schema, null, 2), { ...style, parser: 'json' })
}
