import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { OptionsSchema } from '../../domain/options.ts'
import { mistakesIn } from '../../http/validation.ts'
import { isObject, masked, plainSecrets } from './bodies.ts'
import type { Body, Kinds, Wanted } from './thing.ts'
import type { WantedState } from './wanted.ts'

/** @param withSources whether the caller needs the kinds of sources, which system admins alone may see */
export async function readKinds(client: Client, withSources: boolean): Promise<Kinds> {
  const targets = await client.ask(CALLS.listTargetKinds)
  const sources = withSources ? await client.ask(CALLS.listSourceKinds) : []
  return {
    targets: new Map(
      targets.map(({ type, options_schema, payload_formats: [format = ''] }) => [
        type,
        { options: options_schema, format },
      ]),
    ),
    sources: new Map(sources.map(({ kind, settings_schema }) => [kind, settings_schema as OptionsSchema])),
  }
}

/** What files say that the kinds of this server do not allow. */
export function kindFaults({ system, projects }: WantedState, kinds: Kinds): readonly string[] {
  return [system, ...projects].flatMap(({ things }) => [
    ...(things.get('webhook') ?? []).flatMap((wanted) => webhookFaults(wanted, kinds)),
    ...(things.get('source') ?? []).flatMap((wanted) => sourceFaults(wanted, kinds)),
  ])
}

function webhookFaults({ written, at, name }: Wanted, { targets }: Kinds): readonly string[] {
  return (written['targets'] as readonly Body[]).flatMap((target) => {
    const type = (target['type'] ?? '') as string
    const kind = targets.get(type)
    const where = `${at}: webhook ${name}`
    if (kind === undefined)
      return [
        `${where}: unknown target type ${JSON.stringify(type)}; use one of ${[...targets.keys()].join(', ')}`,
      ]
    return optionFaults(target['options'], kind.options).map(
      (fault) => `${where}: options of ${type}: ${fault}`,
    )
  })
}

function sourceFaults({ written, at, name }: Wanted, { sources }: Kinds): readonly string[] {
  const kind = String(written['source_kind'])
  const schema = sources.get(kind)
  if (schema === undefined)
    return [`${at}: unknown source kind ${kind}; use one of ${[...sources.keys()].join(', ')}`]
  return optionFaults(written['settings'], schema).map((fault) => `${at}: source ${name}: ${fault}`)
}

function optionFaults(options: unknown, schema: OptionsSchema): readonly string[] {
  const given = isObject(options) ? options : {}
  const plain = plainSecrets(given, schema)
  const secrets = plain.map((path) => `${path} is a secret: write {fromEnv: NAME} or {fromFile: PATH}`)
  return secrets.length > 0 ? secrets : mistakesIn(schema, masked(given))
}
