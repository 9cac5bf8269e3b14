import { Card, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface ContentCardProps {
  readonly title: string
  readonly children: ReactNode
}

/** A part of a page with its title. */
export function ContentCard({ title, children }: ContentCardProps) {
  return (
    <Card component="section" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  )
}
