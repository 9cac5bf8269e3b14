import { Button, Group, Text } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

interface MoreButtonProps {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
  readonly shown: number
}

/** Fetches the next part of a list. */
export function MoreButton({ query, shown }: MoreButtonProps) {
  const t = useText()
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed" aria-live="polite">
        {t.history.shown(shown, query.hasNextPage)}
      </Text>
      {query.hasNextPage && (
        <Button variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t.history.showMore}
        </Button>
      )}
    </Group>
  )
}
