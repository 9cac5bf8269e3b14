import type { Rule } from '../../listen/rules/rule.ts'
import type { Sender } from '../../listen/webhook/sender.ts'

export interface StartFacts {
  readonly url: string
  readonly rules: readonly Rule[]
  readonly sender: Sender
}

/** What a person reads at the start: what runs, and how Bellbuoy learns of the listener. It contains no secret. */
export function startText({ url, rules, sender }: StartFacts): string {
  const target = {
    type: 'http',
    address: url,
    ...(sender.authorizations.length > 0 && { auth_header: 'THE SECRET' }),
    ...(sender.keys.length > 0 && { options: { signing: { secret: 'THE SIGNING SECRET' } } }),
  }
  const policy = { name: 'listener', targets: [target], event_types: ['PUSH_ARTIFACT'] }
  return `Bellbuoy listens on ${url} and runs ${what(rules)}
Add it as a target to a project, with an address that Bellbuoy can reach:

  curl -u admin:PASSWORD -H 'content-type: application/json' \\
    http://127.0.0.1:8080/api/v2.0/projects/PROJECT/webhook/policies \\
    -d '${JSON.stringify(policy)}'

`
}

function what(rules: readonly Rule[]): string {
  const [only] = rules
  if (rules.length === 1 && only?.name === 'exec' && only.action.kind === 'command')
    return `${only.action.command.join(' ')} for every webhook.`
  return `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}: ${rules.map(({ name }) => name).join(', ')}.`
}
