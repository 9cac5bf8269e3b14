import { type ErrorEntry, answerOf } from './error-entry.ts'

/** Codes of the API that depend on who calls. */
export const REFUSED_CALLERS: readonly ErrorEntry[] = [
  {
    code: 'UNAUTHORIZED',
    title: 'Unauthorized',
    short: 'no log-in, a wrong one, or one that has ended',
    meaning:
      'Bellbuoy does not know the caller: the request has no log-in, a wrong one, or a session that has ended. The message never says whether a name exists.',
    causes: [
      {
        sentence: 'unauthorized',
        why: 'the request has no log-in, or the session has ended',
        cure: 'log in again; with curl send `-u NAME:PASSWORD`, with a script an [access token](../login.md) or a robot',
      },
      {
        sentence: 'the name or the password is wrong',
        why: 'the form of the log-in has a wrong name or password',
        cure: 'try again; an administrator resets a lost password with `bellbuoy user reset-password NAME`',
      },
      {
        sentence: 'unknown source or wrong token: …',
        why: 'a registry or another source sends no token, or one of another source',
        cure: "copy the source's token into the sender's configuration, and restart the sender if it reads its configuration once",
      },
      {
        sentence:
          'unauthorized: log in, or send the token of a source of kind generic as "Authorization: Bearer TOKEN"',
        why: 'a script posts events without a log-in',
        cure: 'send the token of a source of kind `generic`, or log in',
      },
      {
        sentence: 'unauthorized: log in, or send METRICS_TOKEN as "Authorization: Bearer TOKEN"',
        why: 'Prometheus asks for the metrics without a token',
        cure: 'set `METRICS_TOKEN`, and give Prometheus the same token',
      },
      {
        sentence: 'the password was changed meanwhile: log in again',
        why: 'the password changed while this log-in was under way',
        cure: 'log in with the new password',
      },
    ],
    retried:
      'Not by itself. A registry repeats the same notification until its token is right; no event is lost while the registry runs.',
    example: answerOf(
      'UNAUTHORIZED',
      'unknown source or wrong token: send the token of this source as "Authorization: Bearer TOKEN", as the password of Basic, or bare',
    ),
  },
  {
    code: 'FORBIDDEN',
    title: 'Forbidden',
    short: "you lack the permission, or a browser's call lacks its CSRF token",
    meaning: 'Bellbuoy knows the caller, and the caller lacks the permission for this call.',
    causes: [
      {
        sentence: 'forbidden',
        why: 'your role in the project does not include the permission, or a robot lacks it',
        cure: 'ask an administrator of the project for a role with the [permission](../login.md)',
      },
      {
        sentence: 'forbidden: the access token does not include … here',
        why: 'you have the permission, and the access token does not',
        cure: 'create an access token that includes it',
      },
      {
        sentence: 'CSRF token missing or invalid: …',
        why: 'a call with the cookie of a session changes something and lacks its token',
        cure: 'send the `X-Harbor-CSRF-Token` of the last answer as a header; programs log in with `Authorization`, which needs none',
      },
      {
        sentence: 'old_password is not the password in use',
        why: 'the change of a password has a wrong old one',
        cure: 'send the password in use',
      },
      {
        sentence: 'a page of … may not log in here: set EXTERNAL_URL if it is our own',
        why: 'the page of the log-in has another address than the server knows as its own, often behind a proxy',
        cure: 'set `EXTERNAL_URL` to the address in the browser',
      },
      {
        sentence: '… refused the log-in: …',
        why: 'the OpenID provider did not let the person in',
        cure: "read the provider's reason in the message",
      },
    ],
    retried: 'No. The same request fails until the permission changes.',
    example: answerOf('FORBIDDEN', 'forbidden'),
  },
  {
    code: 'NOT_FOUND',
    title: 'Not found',
    short: 'there is no such thing, or you are not allowed to know of it',
    meaning:
      'There is nothing of this name or number, or you are not allowed to know of it. Bellbuoy gives the same answer in both cases.',
    causes: [
      {
        sentence: 'there is nothing at …',
        why: 'the path is no path of Bellbuoy',
        cure: 'compare it with the [API](../api.md); `EXTERNAL_URL` and the prefix of a proxy matter',
      },
      {
        sentence: 'project … not found',
        why: 'the project does not exist, or you are no member of it',
        cure: 'check the name; a name of digits alone needs the header `X-Is-Resource-Name: true`',
      },
      {
        sentence: 'notificationPolicy … not found',
        why: 'no project has a webhook of this number',
        cure: 'list the webhooks of the project',
      },
      {
        sentence: 'resource not found: …',
        why: 'the webhook or the delivery exists in another project or webhook than the path names',
        cure: 'correct the project or the number in the path',
      },
      {
        sentence: 'event … not found',
        why: 'there is no such event, or retention has removed it',
        cure: 'check the id; [operations](../operations.md) says how long events stay',
      },
    ],
    retried: 'No. The same request fails until the thing exists.',
    example: answerOf('NOT_FOUND', 'project shop not found'),
  },
]
