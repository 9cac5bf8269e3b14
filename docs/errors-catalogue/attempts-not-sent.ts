import { type ErrorEntry, logLineOf } from './error-entry.ts'

/** Codes of attempts for which Bellbuoy itself is the reason. */
export const ATTEMPTS_NOT_SENT: readonly ErrorEntry[] = [
  {
    code: 'blocked_address',
    title: 'The address guard refused the address',
    short: 'the [address guard](security.md) refuses the address',
    meaning:
      'The [address guard](../security.md) refused the address of the receiver. Nothing was sent. The guard protects services that must not be reached through Bellbuoy.',
    causes: [
      {
        sentence: '… is …; the setting TARGET_ALLOW can allow it',
        why: 'the address is loopback, link-local or in another range where no receiver stands',
        cure: 'if it is yours, put its network into `TARGET_ALLOW` and restart',
      },
      {
        sentence: '… refused by the setting TARGET_DENY',
        why: 'an administrator has forbidden the network',
        cure: 'choose another receiver, or change `TARGET_DENY`',
      },
    ],
    retried: 'No. The delivery ends. Redeliver it after you have changed the setting.',
    example: logLineOf(
      'blocked_address',
      'metadata.example.com: 169.254.169.254 is link-local; the setting TARGET_ALLOW can allow it',
      3,
    ),
  },
  {
    code: 'invalid_address',
    title: 'Nothing can be sent to the address',
    short: 'nothing can ever be sent to the address',
    meaning:
      'The address or the options of the target cannot work. Bellbuoy refuses such targets when you save them; so this happens when a setting has changed since, or to a target of an older version.',
    causes: [
      {
        sentence: 'invalid URL: …',
        why: 'the address is no URL',
        cure: 'correct the address of the target',
      },
      {
        sentence: 'invalid scheme: …',
        why: 'the scheme is not one of this kind of target',
        cure: 'correct the address of the target',
      },
      {
        sentence: 'neither the target nor the settings name a mail server and a sender',
        why: 'a setting for mail was removed',
        cure: 'set `SMTP_HOST` and `SMTP_FROM`, or give the target its own',
      },
    ],
    retried: 'No. The delivery ends. Redeliver it after you have corrected the target.',
    example: logLineOf(
      'invalid_address',
      'neither the target nor the settings name a mail server and a sender',
      0,
    ),
  },
  {
    code: 'over_budget',
    title: 'The template takes too much',
    short: "the target's template takes too much; nothing was sent",
    meaning:
      'The template of the target took more time, memory or output than a template is allowed. Bellbuoy ended it; nothing was sent, and other targets were not slowed.',
    causes: [
      {
        sentence: 'the template of the target takes too much: …',
        why: 'the template has a loop over too much, or writes too much',
        cure: 'simplify the [template](../payloads.md#how-to-write-a-template), try it in the preview, then redeliver',
      },
    ],
    retried: 'Yes, by the retry rule.',
    example: logLineOf(
      'over_budget',
      'the template of the target takes too much: it takes more than 500 ms of processor time',
      0,
    ),
  },
  {
    code: 'exhausted',
    title: 'No file descriptor is left',
    short: 'Bellbuoy has no file descriptor left; nothing was sent',
    meaning:
      'Bellbuoy has as many files and connections open as the system allows, so it could not connect. You see this code in a target test only: deliveries wait, and no attempt is recorded.',
    causes: [
      {
        sentence: 'Bellbuoy has no file descriptor left for a connection: …',
        why: 'the limit of open files is too low for the number of targets',
        cure: 'raise it: `LimitNOFILE` in systemd, `ulimit -n` in a shell, `--ulimit nofile` in a container',
      },
    ],
    retried: 'The delivery waits until a descriptor is free. It uses up no retry.',
    example: logLineOf(
      'exhausted',
      'Bellbuoy has no file descriptor left for a connection: socket EMFILE',
      0,
    ),
  },
  {
    code: 'interrupted',
    title: 'The process ended meanwhile',
    short: 'the process ended before the answer was recorded',
    meaning:
      'The process of Bellbuoy ended, by a crash or a kill, while the attempt was under way. The receiver may have got this attempt.',
    causes: [
      {
        sentence: 'the process ended before the answer was recorded; the receiver may have got this attempt',
        why: 'the process was killed, crashed, or lost its power',
        cure: 'nothing: Bellbuoy sends it again. A receiver that must not act twice compares `webhook-id`',
      },
    ],
    retried: 'Yes, at once. It uses up no retry.',
    example: logLineOf(
      'interrupted',
      'the process ended before the answer was recorded; the receiver may have got this attempt',
      0,
    ),
  },
  {
    code: 'internal',
    title: 'Bellbuoy could not make the attempt',
    short: 'a fault of Bellbuoy, or the target is gone',
    meaning: 'Bellbuoy could not make the attempt. Nothing was sent.',
    causes: [
      {
        sentence: 'the target is gone',
        why: 'the target was removed while the delivery was on its way',
        cure: 'replay the event to a webhook that exists',
      },
      {
        sentence: 'Bellbuoy could not make the attempt: …',
        why: 'a fault of the program, or a database that does not answer',
        cure: 'the log has the details; report it if the database was well',
      },
      {
        sentence: 'standard output does not take the line: …',
        why: 'a target of type `log` cannot write',
        cure: 'look at where the standard output of Bellbuoy leads',
      },
    ],
    retried: 'Yes, by the retry rule. A delivery whose target is gone ends.',
    example: logLineOf('internal', 'the target is gone', 0),
  },
]
