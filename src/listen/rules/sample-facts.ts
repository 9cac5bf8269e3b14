import { SEVERITIES, type Severity } from '../../domain/event/event-detail.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { type Artifact, artifactOf } from '../../domain/event/event.ts'
import { SAMPLE_REGISTRY_HOST } from '../../domain/event/sample-details.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { globExample } from '../../domain/policy/glob-example.ts'
import type { Selection } from '../../domain/policy/selection.ts'
import type { Facts } from '../webhook/webhook.ts'
import type { Conditions } from './rule.ts'

/**
 * The facts of the sample event of a type, with the names that a rule asks for where it asks for some: whether it runs shows then in
 * the type. What `given` says counts before that.
 */
export function sampleFacts(type: EventType, when: Conditions, given: Partial<Facts> = {}): Facts {
  const project = given.project ?? exampleOf(when.project, 'team') ?? projectIn(given, when) ?? 'library'
  const event = sampleEvent(type, { project, nowMs: 0 })
  const { digest } = artifactOf(event)
  const isProjectWide = event.repository === ''
  const repository = isProjectWide ? '' : (repositoryFor(when.repository, project) ?? event.repository)
  const facts = {
    eventType: type,
    project,
    repository,
    tag: tagFor(when.tag, artifactOf(event)),
    digest: digest ?? '',
    operator: exampleOf(when.actor, 'alice') ?? event.operator,
    severity: severityFor(type, when),
    ...given,
  }
  return { resourceUrl: isProjectWide ? '' : urlOf(facts), ...facts }
}

/** What has no tag gets none. */
function tagFor(selection: Selection | undefined, { tag }: Pick<Artifact, 'tag'>): string {
  return tag === null ? '' : (exampleOf(selection, '1') ?? tag)
}

function exampleOf(selection: Selection | undefined, fill: string): string | null {
  const [pattern] = selection?.include ?? []
  return pattern === undefined ? null : globExample(pattern, fill)
}

/** A pattern for repositories names the project, or is about names inside of any. */
function projectIn(given: Partial<Facts>, { repository }: Conditions): string | null {
  const path = given.repository ?? exampleOf(repository, 'web') ?? ''
  return path.includes('/') ? (path.split('/', 1)[0] ?? null) : null
}

function repositoryFor(selection: Selection | undefined, project: string): string | null {
  const example = exampleOf(selection, 'web')
  if (example === null) return null
  return example.startsWith(`${project}/`) ? example : `${project}/${example}`
}

function urlOf({ repository, tag, digest }: Pick<Facts, 'repository' | 'tag' | 'digest'>): string {
  const reference = tag !== '' ? `:${tag}` : digest !== '' ? `@${digest}` : ''
  return `${SAMPLE_REGISTRY_HOST}/${repository}${reference}`
}

/** Only a scan with a result has a severity: the worst, or one that is as low as the rule wants it. */
function severityFor(type: EventType, { severityBelow }: Conditions): Severity | '' {
  if (type !== 'SCANNING_COMPLETED') return ''
  if (severityBelow === undefined) return 'Critical'
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severityBelow) - 1)] ?? 'None'
}
