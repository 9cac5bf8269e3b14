import { type ErrorEntry, answerOf } from './error-entry.ts'

const CHANGED =
  'someone has changed it since: the tag in If-Match is not its ETag; read it again, and repeat the change on that'

/** Codes of the API that depend on the state of a thing or of the server. */
export const REFUSED_STATES: readonly ErrorEntry[] = [
  {
    code: 'CONFLICT',
    title: 'Conflict',
    short: 'the name is taken, or the state of the thing contradicts the call',
    meaning:
      'The request is correct, but something that exists contradicts it: a name is taken, or a delivery is in another state.',
    causes: [
      {
        sentence: 'notification policy named … already exists',
        why: 'the project has a webhook of this name',
        cure: 'choose another name, or change the webhook that exists',
      },
      {
        sentence: 'The project named … already exists',
        why: 'there is a project of this name',
        cure: 'use that project, or choose another name',
      },
      {
        sentence: 'delivery … has not ended: it is …',
        why: 'you asked to send a delivery again that is still under way',
        cure: 'wait for its end, or stop it first',
      },
      {
        sentence: 'delivery … has ended already: …',
        why: 'you asked to stop a delivery that has ended',
        cure: 'nothing is left to stop',
      },
      {
        sentence: 'delivery … is being sent again as delivery …',
        why: 'someone asked for the same before you',
        cure: 'follow the delivery that the message names',
      },
      {
        sentence: 'the payload of delivery … was removed, since it is old: …',
        why: 'retention has removed the body',
        cure: 'replay the event: Bellbuoy writes the body anew',
      },
      {
        sentence: 'the policy or the target of delivery … is gone',
        why: 'the webhook or its target was deleted',
        cure: 'replay the event to a webhook that exists',
      },
      {
        sentence: 'policy … is disabled: enable it first',
        why: 'you asked for a replay to a disabled webhook',
        cure: 'enable the webhook',
      },
    ],
    retried: 'No. The same request fails until the state changes.',
    example: answerOf('CONFLICT', 'notification policy named deploy already exists'),
  },
  {
    code: 'PRECONDITION',
    title: 'Precondition failed',
    short: 'the state of the thing does not allow it now',
    meaning:
      'The thing or the installation is in a state that does not allow the call. The message says which state it needs.',
    causes: [
      {
        sentence: 'log-in by OpenID Connect is not set up here: see OIDC_ENDPOINT',
        why: 'the server has no OpenID provider',
        cure: 'set it up as [log-in](../login.md) describes',
      },
      {
        sentence: 'the scanner … does not serve: …',
        why: 'the scanner adapter does not answer as it should',
        cure: 'correct its address or credentials, and look at its log',
      },
      {
        sentence: 'the source … cannot be …: /service/notifications is its path',
        why: 'the default source has a fixed name, since its path is fixed',
        cure: 'create another source of the kind that you need',
      },
      {
        sentence: "the source … is Bellbuoy's own and stays as it is",
        why: 'Bellbuoy reports events of its own through this source',
        cure: 'create a source of your own',
      },
      {
        sentence: 'a robot account is not a user',
        why: 'a robot calls what only people have, such as a password',
        cure: 'log in as a user',
      },
    ],
    retried: 'No. The same request fails until the state changes.',
    example: answerOf(
      'PRECONDITION',
      'the source default cannot be renamed: /service/notifications is its path',
    ),
  },
  {
    code: 'CHANGED',
    title: 'Changed meanwhile',
    short: 'someone changed it since you read it (`If-Match`)',
    meaning:
      'You sent the version that you read (`If-Match`), and someone has changed the thing since. Bellbuoy changed nothing, so that the other change is not lost.',
    causes: [
      {
        sentence: CHANGED,
        why: 'another person, a script or `bellbuoy apply` changed the same thing',
        cure: 'read it again, make your change on what you read, and send its `ETag` as `If-Match`',
      },
    ],
    retried: 'No. Read it again first.',
    example: answerOf('CHANGED', CHANGED),
  },
  {
    code: 'TOO_MANY_REQUESTS',
    title: 'Too many requests',
    short: 'too many guesses of a password, or calls at a time',
    meaning: 'One caller asks for too much at a time. The header `Retry-After` has the wait in seconds.',
    causes: [
      {
        sentence: 'too many failed log-ins: try again in … s',
        why: 'there were too many wrong passwords for this name or from this address',
        cure: 'wait; correct the password in the program that goes on trying',
      },
      {
        sentence: 'too many log-ins at the same time: try again in … s',
        why: 'more passwords wait to be checked than the server takes',
        cure: 'wait; give programs an access token or a robot, which cost less',
      },
      {
        sentence: '… has … live streams open: close one, or ask by polling',
        why: 'one caller has too many live streams',
        cure: 'close pages of the console, or `bellbuoy tail` where it still runs',
      },
      {
        sentence: 'you are trying too many templates and filters at a time: try again soon',
        why: 'too many previews of one user wait',
        cure: 'wait two seconds',
      },
    ],
    retried: 'Yes: wait as long as `Retry-After` says. The [client](../client.md) does so by itself.',
    example: answerOf('TOO_MANY_REQUESTS', 'too many failed log-ins: try again in 8 s'),
  },
]
