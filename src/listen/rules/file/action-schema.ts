import Type from 'typebox'
import { READY_MADE_CALLS } from '../calls/ready-made-calls.ts'
import { SecretReference, closed, oneOf, oneOrMore, text } from './schema-parts.ts'

const VARIABLE_VALUE = Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
  expects: 'a text or a number',
})

/** How a command is started. */
export const COMMAND = {
  run: Type.Optional(
    oneOrMore(
      text('The program, or one of its arguments.'),
      'The command: a program, or a list of program and arguments. No shell reads it.',
      'a program, or a list of a program and its arguments',
    ),
  ),
  shell: Type.Optional(
    text('A script for /bin/sh. Facts are in its environment: "$BELLBUOY_TAG".', 'a script'),
  ),
  working_folder: Type.Optional(
    text('Where the command runs; relative to the folder of this file. Absent: where the listener runs.'),
  ),
  user: Type.Optional(
    Type.Union([Type.String({ minLength: 1 }), Type.Integer({ minimum: 0 })], {
      description: 'Name or number of the user who runs it; only root can change it.',
      expects: 'the name or number of a user',
    }),
  ),
  group: Type.Optional(
    Type.Union([Type.String({ minLength: 1 }), Type.Integer({ minimum: 0 })], {
      description: 'Name or number of the group.',
      expects: 'the name or number of a group',
    }),
  ),
  environment: Type.Optional(
    Type.Record(Type.String(), VARIABLE_VALUE, {
      description: 'Variables that the command gets beside the facts.',
      expects: 'variables with their values',
    }),
  ),
  inherit: Type.Optional(
    oneOrMore(
      text('The name of a variable.'),
      'Variables of the listener that the command gets too, beside PATH, HOME and LANG.',
      'the name of a variable, or a list of them',
    ),
  ),
}

const HEADER_VALUE = Type.Union([Type.String(), SecretReference], {
  expects: 'a text, {file: PATH} or {variable: NAME}',
})

export const CALL = closed(
  {
    ready_made: Type.Optional(
      oneOf(Object.keys(READY_MADE_CALLS), 'A request that is ready made for one receiver.'),
    ),
    url: Type.Optional(
      text('Where to: http or https. A Liquid template behind the host; facts in it are percent-encoded.'),
    ),
    method: Type.Optional(oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'Absent: POST.')),
    headers: Type.Optional(
      Type.Record(Type.String(), HEADER_VALUE, {
        description: 'Each a Liquid template, or a secret from a file or a variable.',
        expects: 'headers with their values',
      }),
    ),
    body: Type.Optional(
      text(
        'A Liquid template that writes JSON; text or a form with the header Content-Type of either. Absent: the body of the webhook as it arrived.',
        'a template that writes the body',
      ),
    ),
    token_file: Type.Optional(
      text('A file with the token: sent as "Authorization: Bearer", or as the ready-made request needs it.'),
    ),
    token_variable: Type.Optional(text('The same from a variable of the environment.')),
    owner: Type.Optional(text('Of the repository; for github.')),
    repository: Type.Optional(text('Name of the repository; for github.')),
    project: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Integer()], {
        description: 'Number or path of the project; for gitlab.',
        expects: 'the number or path of a project',
      }),
    ),
    ref: Type.Optional(text('Branch or tag whose pipeline runs; for gitlab.')),
  },
  {
    description: 'An HTTP request that the listener makes.',
    expects: 'the settings of a request, such as url: https://…',
  },
)
