import { Group, Pagination, Text } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

interface PagerProps {
  readonly page: number
  readonly size: number
  readonly total: number
  readonly onChange: (page: number) => void
}

/** The pages of a list; absent when one page holds all rows. */
export function Pager({ page, size, total, onChange }: PagerProps) {
  const t = useText()
  if (total <= size) return null
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {t.pager((page - 1) * size + 1, Math.min(page * size, total), total)}
      </Text>
      <Pagination
        value={page}
        onChange={onChange}
        total={Math.ceil(total / size)}
        siblings={1}
        getControlProps={(control) => ({ 'aria-label': t.pagerControls[control] })}
        getItemProps={(number) => ({ 'aria-label': t.pageNumber(number) })}
      />
    </Group>
  )
}
