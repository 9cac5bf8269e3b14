import { Group, Text, VisuallyHidden } from '@mantine/core'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../../text/text-provider.tsx'
import classes from './step.module.css'

interface StepProps {
  readonly number: number
  readonly title: string
  readonly isDone: boolean
  readonly isCurrent: boolean
  /** What leads on from here. */
  readonly action: ReactNode
  /** What shows that it is done, or how to do it. */
  readonly children: ReactNode
}

/** One of the first steps: its number or a tick, what shows that it is done or how to do it, and the way there. */
export function Step({ number, title, isDone, isCurrent, action, children }: StepProps) {
  const t = useText()
  return (
    <li className={classes['step']} data-current={isCurrent} {...(isCurrent && { 'aria-current': 'step' })}>
      <Group wrap="nowrap" align="flex-start" gap="md" className={classes['says']}>
        <span className={classes['mark']} data-done={isDone} data-current={isCurrent}>
          {isDone ? <Check size={16} aria-hidden /> : number}
          {isDone && <VisuallyHidden>{t.firstSteps.done}</VisuallyHidden>}
        </span>
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c={isCurrent ? undefined : 'dimmed'} component="div" className="path">
            {children}
          </Text>
        </div>
      </Group>
      {action}
    </li>
  )
}
