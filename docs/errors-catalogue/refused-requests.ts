import { type ErrorEntry, answerOf } from './error-entry.ts'

/** Codes of the API for a request that has to change before it can succeed. */
export const REFUSED_REQUESTS: readonly ErrorEntry[] = [
  {
    code: 'BAD_REQUEST',
    title: 'Bad request',
    short: 'a value that no request can have, or an unknown key',
    meaning:
      'The request has a value that the call cannot take, or a key that it does not know. The message names the value and what is allowed.',
    causes: [
      {
        sentence: 'empty event type',
        why: 'the webhook subscribes to nothing',
        cure: 'name at least one event type in `event_types`',
      },
      {
        sentence: 'unsupported event type …',
        why: 'there is no event type of this name',
        cure: 'take a name from `GET /api/v2.0/event-types`',
      },
      {
        sentence: 'invalid scheme: …',
        why: 'the address of a target has no scheme that its kind takes',
        cure: 'begin the address with `http://` or `https://`; [each kind](../targets/README.md) shows its own',
      },
      {
        sentence: 'filter: it has … globs, and … at the most are allowed',
        why: 'the filter is too large',
        cure: 'divide it between two webhooks',
      },
      {
        sentence: 'say which deliveries: give a filter, or "all": true for every one',
        why: 'a bulk call names no deliveries, and Bellbuoy never takes that for all of them',
        cure: 'name them by a filter, or send `"all": true`',
      },
      {
        sentence: 'not a notification envelope: it must be an object with an array `events`',
        why: 'the sender is no registry, or it posts to the path of another kind of source',
        cure: 'compare the address in the sender with the address on the page of the [source](../sources/README.md)',
      },
      {
        sentence: 'the body is not JSON: …',
        why: 'the body is broken; below `/api/v2.0` the same mistake is [`UNPROCESSABLE_ENTITY`](unprocessable-entity.md), as in Harbor',
        cure: 'send valid JSON; the message names the place of the mistake',
      },
      {
        sentence: '… is kept for … only: send it again to use it at …',
        why: 'you changed the address, and Bellbuoy never sends a stored secret to another one',
        cure: 'send the secret again with the new address',
      },
      {
        sentence: 'the headers are longer than 16 KiB',
        why: 'the client sends too many or too long headers; the status is 431',
        cure: 'send fewer headers, such as fewer cookies',
      },
      {
        sentence: 'the request came too slowly',
        why: 'the connection is too slow or hangs; the status is 408',
        cure: 'look at the network and the proxies on the way',
      },
      {
        sentence: 'this is not an HTTP request',
        why: 'the client speaks another protocol, such as TLS to a port without it',
        cure: 'compare the scheme of the address with the server: `http` or `https`',
      },
      {
        sentence: 'this call takes no body',
        why: 'the request has a body, and the call has none',
        cure: 'leave the body out',
      },
    ],
    retried: 'No. The same request fails again.',
    example: answerOf('BAD_REQUEST', 'unsupported event type PUSH'),
  },
  {
    code: 'METHOD_NOT_ALLOWED',
    title: 'Method not allowed',
    short: 'the path exists, but not for this method',
    meaning: 'The path exists, but not for this method. The header `Allow` lists the methods that it has.',
    causes: [
      {
        sentence: 'method … is not allowed, but […] are',
        why: 'the method is another than the call has, often `POST` in place of `PUT`',
        cure: 'take a method of the message; the [API](../api.md) lists every call',
      },
    ],
    retried: 'No. The same request fails again.',
    example: answerOf('METHOD_NOT_ALLOWED', 'method PATCH is not allowed, but [GET,PUT,DELETE] are'),
  },
  {
    code: 'PAYLOAD_TOO_LARGE',
    title: 'Payload too large',
    short: 'the body is larger than the path takes',
    meaning:
      'The body is larger than the path takes. Bellbuoy stored nothing of it. The message has the limit of the path.',
    causes: [
      {
        sentence: 'the body is larger than …, the limit of this path',
        why: 'a registry sends its notifications with all references of each manifest, or a client sends too much at once',
        cure: "set the registry's `includereferences` to false; divide the request of a client",
      },
      {
        sentence: 'a chart may have at most …',
        why: 'the uploaded chart is larger than the gateway takes',
        cure: 'make the chart smaller; the message has the limit',
      },
    ],
    retried:
      'No. A registry, however, repeats the same notification until it is taken, and sends no later one meanwhile.',
    example: answerOf(
      'PAYLOAD_TOO_LARGE',
      'the body is larger than 32.0 MiB, the limit of this path: send less at a time',
    ),
  },
  {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'Unsupported media type',
    short: 'the `Content-Type` is missing or another',
    meaning:
      'The body comes with a `Content-Type` that the path does not take, or with none. Below `/api/v2.0` Bellbuoy answers with [`UNPROCESSABLE_ENTITY`](unprocessable-entity.md) instead, as Harbor does.',
    causes: [
      {
        sentence: 'content type … is none of …',
        why: 'a source posts a type that its kind does not send',
        cure: 'send one of the types that the message lists, or create a source of the right [kind](../sources/README.md)',
      },
      {
        sentence: 'unsupported media type …, only [application/json] are allowed',
        why: 'a client sends no JSON, or does not declare it; curl declares a form unless you name a type',
        cure: "send `-H 'Content-Type: application/json'`",
      },
    ],
    retried: 'No. The same request fails again.',
    example: answerOf(
      'UNSUPPORTED_MEDIA_TYPE',
      'unsupported media type "application/x-www-form-urlencoded", only [application/json] are allowed',
    ),
  },
  {
    code: 'UNPROCESSABLE_ENTITY',
    title: 'Unprocessable entity',
    short: 'fields that do not fit the schema',
    meaning:
      'The request can be read, but its fields do not fit the schema of the call. The first line of the message is always the same; each further line names one mistake.',
    causes: [
      {
        sentence: 'validation failure list:',
        why: 'a field is missing, of another type, or out of its bounds',
        cure: 'correct each field that a line names; the [API](../api.md) has the schema',
      },
      {
        sentence: 'the body is not JSON: …',
        why: 'the body of a call below `/api/v2.0` is broken',
        cure: 'send valid JSON; the message names the place of the mistake',
      },
      {
        sentence: 'the body is nested more than … levels deep',
        why: 'the JSON is deeper than any call needs',
        cure: 'send a flatter body',
      },
      {
        sentence: 'unsupported media type …, only [application/json] are allowed',
        why: 'a call below `/api/v2.0` has a body that is not declared as JSON',
        cure: "send `-H 'Content-Type: application/json'`",
      },
    ],
    retried: 'No. The same request fails again.',
    example: answerOf('UNPROCESSABLE_ENTITY', 'validation failure list:\nname in body is required'),
  },
]
