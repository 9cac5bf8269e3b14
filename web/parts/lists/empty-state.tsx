import { Stack, Text, ThemeIcon } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly Icon: LucideIcon
  readonly title: string
  /** What to do next. */
  readonly children: ReactNode
}

/** Takes the place of an empty list. */
export function EmptyState({ Icon, title, children }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light">
        <Icon size={28} aria-hidden />
      </ThemeIcon>
      <Text fw={600} size="lg" mt="xs">
        {title}
      </Text>
      <Text c="dimmed" maw="34rem" component="div">
        {children}
      </Text>
    </Stack>
  )
}
