import { UnstyledButton } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useText } from '../../../text/text-provider.tsx'

interface TimeHeadProps {
  readonly isOldestFirst: boolean
  readonly onToggle: () => void
}

/** The head of the column of times: it turns the order of the list round. */
export function TimeHead({ isOldestFirst, onToggle }: TimeHeadProps) {
  const t = useText()
  const Icon = isOldestFirst ? ArrowUp : ArrowDown
  return (
    <UnstyledButton
      onClick={onToggle}
      fz="inherit"
      fw="inherit"
      c="inherit"
      title={isOldestFirst ? t.lists.newestFirst : t.lists.oldestFirst}
    >
      {t.lists.time} <Icon size={12} aria-hidden />
    </UnstyledButton>
  )
}
