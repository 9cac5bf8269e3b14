import type { AccountReader, AuditedDelivery, AuditedEvent } from './account-reader.ts'
import type { AuditReport, Finding, RemovedAccount } from './audit-report.ts'
import { type SourceAccount, imbalance } from '../event/source-account.ts'
import { deliveryFaults } from './delivery-faults.ts'
import { eventFaults } from './event-faults.ts'
import { type LossAccount, NOTHING_ACCEPTED, lossAccount } from './history.ts'

/** Findings that a report names; the others are counted. */
const MAX_FINDINGS = 1000

/** Checks the loss account of every event, the state of every delivery and the account of every source, in slices, so that memory stays bounded. */
export async function auditAccount(reader: AccountReader): Promise<AuditReport> {
  const findings = new Findings()
  const removed = await reader.removed()
  const { events, account } = await auditEvents(reader, findings)
  auditRemoved(removed, findings)
  const deliveries = await auditDeliveries(reader, findings)
  for (const { policyId, eventType, total, counted } of await reader.wrongTriggers())
    findings.add({
      event: null,
      what: `policy ${policyId} counts ${total} deliveries of ${eventType}, and ${counted} are stored or were removed`,
    })
  const sources = await reader.sources()
  for (const source of sources) auditSource(source, findings)
  return {
    balanced: findings.count === 0,
    events,
    deliveries,
    removed,
    account: added(account, removed.account),
    sources,
    found: findings.count,
    findings: findings.first,
  }
}

function auditRemoved({ account: { accepted, ...parts } }: RemovedAccount, findings: Findings): void {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0)
  if (sum !== accepted)
    findings.add({ event: null, what: `removed events came to ${accepted}, and their parts to ${sum}` })
}

function auditSource(source: SourceAccount, findings: Findings): void {
  const difference = imbalance(source)
  if (difference === 0) return
  const { name, received } = source
  const what = `source ${name} reported ${received} events, and ${received + difference} are accounted for`
  findings.add({ event: null, what })
}

class Findings {
  readonly first: Finding[] = []
  count = 0

  add(finding: Finding): void {
    this.count++
    if (this.first.length < MAX_FINDINGS) this.first.push(finding)
  }
}

async function auditEvents(reader: AccountReader, findings: Findings) {
  const targets = Map.groupBy(await reader.targets(), ({ policyId }) => policyId)
  let account = NOTHING_ACCEPTED
  let events = 0
  for (let after: string | null = ''; after !== null;) {
    const slice = await reader.events(after)
    for (const event of slice) {
      account = added(account, accountOf(event))
      for (const what of eventFaults(event, targets)) findings.add({ event: event.id, what })
    }
    events += slice.length
    after = slice.at(-1)?.id ?? null
  }
  return { events, account }
}

async function auditDeliveries(reader: AccountReader, findings: Findings): Promise<number> {
  let count = 0
  for (let after: number | null = 0; after !== null;) {
    const { deliveries, orphaned, next } = await reader.deliveries(after)
    for (const delivery of deliveries)
      for (const what of faultsOf(delivery))
        findings.add({ event: delivery.eventId, delivery: delivery.id, what })
    for (const delivery of orphaned)
      findings.add({ event: null, delivery, what: 'attempts of it are on record, and it is not stored' })
    count += deliveries.length
    after = next
  }
  return count
}

function faultsOf(delivery: AuditedDelivery): readonly string[] {
  return [...delivery.missing.map((name) => MISSING[name]), ...deliveryFaults(delivery)]
}

const MISSING = {
  event: 'its event is not stored in its project',
  policy: 'its policy is not stored',
  target: 'its target is not stored as one of its policy',
  payload: 'its payload is not stored for its event',
  original: 'the delivery that it sends again is not stored',
  redelivery: 'the delivery that followed it is not stored for its event and target',
} satisfies Record<AuditedDelivery['missing'][number], string>

function accountOf(event: AuditedEvent): LossAccount {
  return lossAccount({ ...event, verdicts: event.verdicts ?? [] }, event.deliveries)
}

function added(one: LossAccount, other: LossAccount): LossAccount {
  const names = Object.keys(one) as (keyof LossAccount)[]
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as LossAccount
}
