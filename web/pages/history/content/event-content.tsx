import type { EventDetailResponse } from '../../../../src/contract/history/history.ts'
import { useText } from '../../../text/text-provider.tsx'
import { ArtifactContent } from './artifact-content.tsx'
import { ContentCard } from './content-card.tsx'
import { ObjectContent } from './object-content.tsx'
import { ProblemContent } from './problem-content.tsx'
import { QuotaContent } from './quota-content.tsx'
import { ScanContent } from './scan-content.tsx'

/** All that a source reported of an event, by what there is of it. */
export function EventContent({ event }: { readonly event: EventDetailResponse }) {
  const t = useText()
  const { artifacts, scan, quota, replication, retention, problem, chart } = event.content
  const hasArtifacts = artifacts.length > 0 || chart !== undefined
  return (
    <>
      {scan !== undefined && (
        <ContentCard title={t.content.scan}>
          <ScanContent scan={scan} />
        </ContentCard>
      )}
      {quota !== undefined && (
        <ContentCard title={t.content.quota}>
          <QuotaContent quota={quota} />
        </ContentCard>
      )}
      {replication !== undefined && (
        <ContentCard title={t.content.replication}>
          <ObjectContent object={replication} />
        </ContentCard>
      )}
      {retention !== undefined && (
        <ContentCard title={t.content.retention}>
          <ObjectContent object={retention} />
        </ContentCard>
      )}
      {problem !== undefined && (
        <ContentCard title={t.content.problem}>
          <ProblemContent problem={problem} />
        </ContentCard>
      )}
      {hasArtifacts && (
        <ContentCard title={t.content.artifact(Math.max(1, artifacts.length))}>
          <ArtifactContent event={event} />
        </ContentCard>
      )}
    </>
  )
}
