import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './style.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { Inside } from './shell/inside.ts'
import { wasLoggedIn } from './shell/last-visit.ts'
import { announceNonce } from './style-nonce.ts'

announceNonce()
// While the server is asked who this is.
if (wasLoggedIn()) void Inside.load()
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
