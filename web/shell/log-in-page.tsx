import { Box, Card, Center, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import logo from '../bellbuoy.svg'
import { Inside } from './inside.ts'
import { useText } from '../text/text-provider.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { LogInForm } from './log-in-form.tsx'
import { SchemeToggle } from './scheme-toggle.tsx'

export function LogInPage() {
  const t = useText()
  // While the user types.
  useEffect(() => void requestIdleCallback(() => void Inside.load()), [])
  return (
    <Center className="wave" mih="100dvh" p="md" component="main">
      <Box w="100%" maw={400}>
        <Card shadow="lg" padding="xl" withBorder={false} className="surface">
          <Stack gap="lg">
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <img src={logo} alt="" width={56} height={56} />
              <Group gap={4}>
                <LanguageMenu />
                <SchemeToggle />
              </Group>
            </Group>
            <div>
              <Title order={1} size="h2">
                Bellbuoy
              </Title>
              <Text c="dimmed">{t.login.claim}</Text>
            </div>
            <LogInForm />
            <Text size="sm" c="dimmed">
              {t.login.hint}
            </Text>
          </Stack>
        </Card>
      </Box>
    </Center>
  )
}
