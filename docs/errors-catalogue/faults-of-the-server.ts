import { type ErrorEntry, answerOf } from './error-entry.ts'

/** Codes of the API for what the caller can do nothing about. */
export const FAULTS_OF_THE_SERVER: readonly ErrorEntry[] = [
  {
    code: 'UNAVAILABLE',
    title: 'Unavailable',
    short: 'the database cannot be written now, or too much is under way',
    meaning:
      'The server cannot do it now. No event is lost: a registry keeps the notification and sends it again. `Retry-After` has the wait in seconds where one is known.',
    causes: [
      {
        sentence: 'the store cannot write now: …; try again',
        why: 'the disk is full or read-only, or the database does not answer',
        cure: 'free space, correct the rights of the data folder, or start the database; the rest of the message names the fault',
      },
      {
        sentence: '… notifications already wait to be stored; try again',
        why: 'the disk or the database is too slow for this load',
        cure: 'look at the times of commits ([metrics](../metrics.md)); move the database to a faster disk',
      },
      {
        sentence:
          'this source sends more notifications at a time than are taken; nothing was stored, try again',
        why: 'the source has its share under way, so that it does not slow others',
        cure: 'nothing: the registry sends the same again',
      },
      {
        sentence: '… too many notifications under way; nothing was stored, try again',
        why: 'the memory for bodies is used up',
        cure: "nothing for a short time; if it lasts, set the registry's `includereferences` to false",
      },
      {
        sentence: 'too many large bodies wait to be read; nothing was stored, try again',
        why: 'a source sends more large notifications than one thread reads',
        cure: "set the registry's `includereferences` to false",
      },
      {
        sentence: 'the body was not complete after … s; nothing was stored, try again',
        why: 'the connection of the sender is too slow or hangs',
        cure: 'look at the network and the proxies between sender and Bellbuoy',
      },
      {
        sentence:
          'the LDAP directory does not answer as it should: the log has the reason; local users still log in',
        why: 'the directory is down or refuses the account of Bellbuoy',
        cure: 'read the reason in the log; the local administrator still gets in',
      },
      {
        sentence: 'the chart repository does not answer: …',
        why: 'the gateway cannot reach ChartMuseum',
        cure: 'check `CHARTMUSEUM_URL` and the chart repository',
      },
      {
        sentence: '… live streams are open: ask by polling',
        why: 'all live streams of the server are taken',
        cure: 'nothing: the console falls back to polling',
      },
    ],
    retried:
      'Yes. Registries and the [client](../client.md) try again by themselves; a script waits as long as `Retry-After` says.',
    example: answerOf('UNAVAILABLE', 'the store cannot write now: database or disk is full; try again'),
  },
  {
    code: 'UNKNOWN',
    title: 'Internal error',
    short: 'a fault of Bellbuoy itself',
    meaning: 'Bellbuoy has a fault. The status is 500. The log has the details; the answer has none.',
    causes: [
      {
        sentence: 'internal server error',
        why: 'a fault of the program',
        cure: 'find the entry in the log by the `X-Request-Id` of the answer, and report it',
      },
    ],
    retried: 'Possibly. A registry sends the notification again.',
    example: answerOf('UNKNOWN', 'internal server error'),
  },
]
