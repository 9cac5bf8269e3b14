import type { ColumnTypes } from './column-types.ts'
import { firstTables } from './0001-to-0019/0001-first-tables.ts'
import { people } from './0001-to-0019/0002-people.ts'
import { formatsAndTargets } from './0001-to-0019/0003-formats-and-targets.ts'
import { signingSecrets } from './0001-to-0019/0004-signing-secrets.ts'
import { registryKnowledge } from './0001-to-0019/0005-registry-knowledge.ts'
import { sources } from './0001-to-0019/0006-sources.ts'
import { scanners } from './0001-to-0019/0007-scanners.ts'
import { scanSchedules } from './0001-to-0019/0008-scan-schedules.ts'
import { keptOut } from './0001-to-0019/0009-kept-out.ts'
import { mergedEvents } from './0001-to-0019/0010-merged-events.ts'
import { scannerPulls } from './0001-to-0019/0011-scanner-pulls.ts'
import { harborWay } from './0001-to-0019/0012-harbor-way.ts'
import { timesOfTags } from './0001-to-0019/0013-times-of-tags.ts'
import { asHarbor } from './0001-to-0019/0014-as-harbor.ts'
import { serviceClock } from './0001-to-0019/0015-service-clock.ts'
import { stopsInSlices } from './0001-to-0019/0016-stops-in-slices.ts'
import { unrenderedPayloads } from './0001-to-0019/0017-unrendered-payloads.ts'
import { tagsByDigest } from './0001-to-0019/0018-tags-by-digest.ts'
import { holds } from './0001-to-0019/0019-holds.ts'
import { sourceAccount } from './0020-to-0039/0020-source-account.ts'
import { reportKeys } from './0020-to-0039/0021-report-keys.ts'
import { lastingFailures } from './0020-to-0039/0022-lasting-failures.ts'
import { compactKeys } from './0020-to-0039/0023-compact-keys.ts'
import { eventKeys } from './0020-to-0039/0024-event-keys.ts'
import { attemptsByBases } from './0020-to-0039/0025-attempts-by-bases.ts'
import { redeliveryNumbers } from './0020-to-0039/0026-redelivery-numbers.ts'
import { duties } from './0020-to-0039/0027-duties.ts'
import { indexesOfLists } from './0020-to-0039/0028-indexes-of-lists.ts'
import { problems } from './0020-to-0039/0029-problems.ts'
import { failuresByPolicy } from './0020-to-0039/0030-failures-by-policy.ts'
import { transactionMarks } from './0020-to-0039/0031-transaction-marks.ts'
import { stripedTotals } from './0020-to-0039/0032-striped-totals.ts'
import { limitsOfIds } from './0020-to-0039/0033-limits-of-ids.ts'
import { rangesOfIds } from './0020-to-0039/0034-ranges-of-ids.ts'
import { nodes } from './0020-to-0039/0035-nodes.ts'
import { redeliveredAs } from './0020-to-0039/0037-redelivered-as.ts'
import { auditedThings } from './0020-to-0039/0039-audited-things.ts'
import { removedEvents } from './0040-to-0059/0040-removed-events.ts'
import { legalHolds } from './0040-to-0059/0041-legal-holds.ts'
import { keysOfRemovedEvents } from './0040-to-0059/0045-keys-of-removed-events.ts'
import { auditedChanges } from './0040-to-0059/0050-audited-changes.ts'
import { hourFigures } from './0040-to-0059/0051-hour-figures.ts'
import { accessTokens } from './0040-to-0059/0052-access-tokens.ts'
import { deviceLogins } from './0040-to-0059/0053-device-logins.ts'
import { type SchemaSteps, forNoOlderVersion } from './runner/schema-step.ts'

/** Every migration in its order. A migration that has been released never changes. */
export function migrations(types: ColumnTypes): SchemaSteps {
  return {
    ...forNoOlderVersion({
      '0001-first-tables': firstTables(types),
      '0002-people': people(types),
      '0003-formats-and-targets': formatsAndTargets(types),
      '0004-signing-secrets': signingSecrets(types),
      '0005-registry-knowledge': registryKnowledge(types),
      '0006-sources': sources(types),
      '0007-scanners': scanners(types),
      '0008-scan-schedules': scanSchedules(types),
      '0009-kept-out': keptOut(types),
      '0010-merged-events': mergedEvents(types),
      '0011-scanner-pulls': scannerPulls(types),
      '0012-harbor-way': harborWay(types),
      '0013-times-of-tags': timesOfTags(types),
      '0014-as-harbor': asHarbor(types),
      '0015-service-clock': serviceClock(types),
      '0016-stops-in-slices': stopsInSlices(types),
      '0017-unrendered-payloads': unrenderedPayloads(types),
      '0018-tags-by-digest': tagsByDigest(),
      '0019-holds': holds(types),
      '0020-source-account': sourceAccount(types),
      '0021-report-keys': reportKeys(types),
      '0022-lasting-failures': lastingFailures(types),
      '0023-compact-keys': compactKeys(types),
      '0024-event-keys': eventKeys(types),
      '0025-attempts-by-bases': attemptsByBases(types),
      '0026-redelivery-numbers': redeliveryNumbers(types),
      '0027-duties': duties(types),
      '0028-indexes-of-lists': indexesOfLists(),
      '0029-problems': problems(types),
      '0030-failures-by-policy': failuresByPolicy(types),
      '0031-transaction-marks': transactionMarks(types),
    }),
    '0032-striped-totals': stripedTotals(types),
    '0033-limits-of-ids': limitsOfIds(types),
    '0034-ranges-of-ids': rangesOfIds(types),
    '0035-nodes': nodes(types),
    '0037-redelivered-as': redeliveredAs(types),
    '0039-audited-things': auditedThings(types),
    '0040-removed-events': removedEvents(types),
    '0041-legal-holds': legalHolds(types),
    '0045-keys-of-removed-events': keysOfRemovedEvents(types),
    '0050-audited-changes': auditedChanges(),
    '0051-hour-figures': hourFigures(types),
    '0052-access-tokens': accessTokens(types),
    '0053-device-logins': deviceLogins(types),
  }
}
