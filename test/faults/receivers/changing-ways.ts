import { answering, closes, ok, says, silent, status } from './scripts.ts'
import { type Family, delivers, recovers } from './way.ts'

export const CHANGING_WAYS: Family = {
  name: 'Change',
  ways: [
    { does: 'fails and recovers', start: answering(status(500), ok), ends: [recovers('status'), delivers()] },
    {
      does: 'flaps',
      start: answering(status(500), ok, ok, status(503), ok, ok),
      ends: [recovers('status'), delivers(), recovers('status'), delivers()],
    },
    {
      does: 'fails in another way each time',
      start: answering(silent, status(500), says('restarting\r\n'), status(302, 'location: /'), ok),
      ends: [
        { codes: ['timeout', 'status'], says: 'the receiver answered 500' },
        {
          codes: ['protocol', 'status'],
          says: 'the receiver answered 302, a redirect to /; redirects are not followed',
        },
        delivers(),
      ],
    },
    {
      does: 'speaks no HTTP at first',
      start: answering(says('starting up\r\n'), ok),
      ends: [recovers('protocol')],
    },
    {
      does: 'breaks off at first',
      start: answering(closes, closes, ok),
      ends: [{ codes: ['closed', 'closed'], says: 'the connection broke before the answer: …' }, delivers()],
    },
  ],
}
