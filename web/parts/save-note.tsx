import { Alert, type AlertProps, Button, Stack, Text } from '@mantine/core'
import { CircleCheck, Users } from 'lucide-react'
import { isOutdated } from '../api/client/client.ts'
import { useText } from '../text/text-provider.tsx'
import { FailureNote } from './failure-note.tsx'
import type { EditedForm } from './use-edited-form.ts'

interface SaveNoteProps extends Pick<AlertProps, 'mt' | 'mb'> {
  readonly save: { readonly error: unknown; readonly reset: () => void }
  readonly edited: Pick<EditedForm<object>, 'error' | 'loadNewer' | 'isLoading' | 'hasLoadedNewer'>
}

/** Why a form was not saved. If someone else has changed the same thing, it offers to load their version into the form. */
export function SaveNote({ save, edited, ...margin }: SaveNoteProps) {
  const t = useText()
  if (isOutdated(save.error))
    return (
      <Alert
        color="yellow"
        variant="light"
        icon={<Users size={18} />}
        role="alert"
        title={t.outdated.title}
        {...margin}
      >
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t.outdated.says}</Text>
          <Button
            variant="default"
            size="xs"
            loading={edited.isLoading}
            onClick={() => void edited.loadNewer().then(save.reset)}
          >
            {t.outdated.load}
          </Button>
        </Stack>
      </Alert>
    )
  const error = save.error ?? edited.error
  if (error !== null) return <FailureNote error={error} {...margin} />
  if (!edited.hasLoadedNewer) return null
  return (
    <Alert color="teal" variant="light" icon={<CircleCheck size={18} />} role="status" {...margin}>
      {t.outdated.loaded}
    </Alert>
  )
}
