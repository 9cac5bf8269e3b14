import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createQueryClient } from './api/client/query-client.ts'
import { Gate } from './shell/gate.tsx'
import { styleNonce } from './style-nonce.ts'
import { TextProvider } from './text/text-provider.tsx'
import { theme } from './theme.ts'

export function App() {
  const [client] = useState(createQueryClient)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={client}>
        <TextProvider>
          <Notifications position="bottom-right" />
          <Gate />
        </TextProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
