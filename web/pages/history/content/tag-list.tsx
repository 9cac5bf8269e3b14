import { Button, Code, Group } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../../text/text-provider.tsx'

const SHOWN = 30

/** Tags, or other short names; of many only the first until all are asked for. */
export function TagList({ tags }: { readonly tags: readonly string[] }) {
  const t = useText()
  const [hasAll, setAll] = useState(false)
  const shown = hasAll ? tags : tags.slice(0, SHOWN)
  return (
    <Group gap={6}>
      {shown.map((tag) => (
        <Code key={tag}>{tag}</Code>
      ))}
      {shown.length < tags.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {t.more(tags.length - shown.length)}
        </Button>
      )}
    </Group>
  )
}
