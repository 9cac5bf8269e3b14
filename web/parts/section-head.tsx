import { Text, Title } from '@mantine/core'

interface SectionHeadProps {
  readonly title: string
  /** What the section is for. */
  readonly says: string
}

/** The head of a section of a page. */
export function SectionHead({ title, says }: SectionHeadProps) {
  return (
    <>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" my="sm">
        {says}
      </Text>
    </>
  )
}
