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
// In parallel with the request for the current user.
if (wasLoggedIn()) void Inside.load()
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
