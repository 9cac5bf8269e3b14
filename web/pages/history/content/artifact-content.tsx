import { Group, Text } from '@mantine/core'
import type { ArtifactBody } from '../../../../src/contract/history/event-content.ts'
import type { EventDetailResponse } from '../../../../src/contract/history/history.ts'
import { CopyIcon } from '../../../parts/copy-block.tsx'
import { Facts } from '../../../parts/facts.tsx'
import { bytesText } from '../../../../src/contract/projects/storage.ts'
import type { Text as Texts } from '../../../text/english.ts'
import { useText } from '../../../text/text-provider.tsx'
import { TagList } from './tag-list.tsx'

/** What an event is about: an artifact with its tags and platforms, several that went together, or a chart. */
export function ArtifactContent({ event: { content } }: { readonly event: EventDetailResponse }) {
  const t = useText()
  const { artifacts, chart, previous_digest: before } = content
  const [first, ...others] = artifacts
  const ofChart =
    chart === undefined
      ? []
      : [
          [t.content.chart, `${chart.name} ${chart.version}`] as const,
          ...(chart.type === undefined ? [] : [[t.content.chartType, chart.type] as const]),
          ...(chart.size === undefined ? [] : [[t.content.size, bytesText(chart.size)] as const]),
        ]
  const previous =
    before === undefined ? [] : [[t.content.before, <Digest key="before" of={before} />] as const]
  return (
    <>
      <Facts facts={[...ofChart, ...(first === undefined ? [] : artifactFacts(first, t)), ...previous]} />
      {others.length > 0 && (
        <>
          <Text fw={600} mt="md" mb={4}>
            {t.content.together}
          </Text>
          <TagList tags={artifacts.flatMap(({ tag, digest }) => tag ?? digest ?? [])} />
        </>
      )}
    </>
  )
}

function artifactFacts(artifact: ArtifactBody, t: Texts) {
  const { digest, tags, platforms, media_type, artifact_type, size, manifest_size, subject } = artifact
  return [
    ...(digest === undefined ? [] : [['Digest', <Digest key="digest" of={digest} />] as const]),
    ...(tags === undefined || tags.length === 0
      ? []
      : [[t.content.tags(tags.length), <TagList key="tags" tags={tags} />] as const]),
    ...(platforms.length === 0
      ? []
      : [[t.content.platforms, <TagList key="platforms" tags={platforms} />] as const]),
    ...(size === undefined ? [] : [[t.content.size, bytesText(size)] as const]),
    ...(manifest_size === undefined ? [] : [[t.content.manifestSize, bytesText(manifest_size)] as const]),
    ...(artifact_type === undefined ? [] : [[t.content.artifactType, artifact_type] as const]),
    ...(media_type === undefined ? [] : [[t.content.mediaType, media_type] as const]),
    ...(subject === undefined ? [] : [[t.content.subject, <Digest key="subject" of={subject} />] as const]),
  ]
}

/** A digest with a button that copies it. */
function Digest({ of }: { readonly of: string }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <code className="path">{of}</code>
      <CopyIcon content={of} />
    </Group>
  )
}
