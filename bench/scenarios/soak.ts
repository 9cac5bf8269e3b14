import type { Scenario } from '../scenario.ts'
import { soakBellbuoy } from '../soak/soak.ts'

export const soak: Scenario = {
  name: 'soak',
  about:
    'whether memory, descriptors and latency stay as they are at half of the most that it can do, with a fault every other time',
  needs: ['bellbuoy'],
  isByNameOnly: true,
  run: soakBellbuoy,
}
