import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useDocumentTitle } from '@mantine/hooks'

interface PageHeadProps {
  readonly title: string
  /** One line under it. */
  readonly says?: ReactNode
  /** The buttons of the page. */
  readonly children?: ReactNode
}

/** The head of a page: its title, which is also the window's, and its buttons. */
export function PageHead({ title, says, children }: PageHeadProps) {
  useDocumentTitle(`${title} – Bellbuoy`)
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <div>
        <Title order={1} size="h2" className="path">
          {title}
        </Title>
        {says !== undefined && says !== false && (
          <Text c="dimmed" mt={4} maw="46rem" component="div">
            {says}
          </Text>
        )}
      </div>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  )
}
