import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { buildVariables } from '../../build/build-variables.ts'

/** The parameters of a build; the target writes them as the form that Jenkins reads. */
export const jenkinsFormat: PayloadFormat = {
  name: 'Jenkins',
  about: 'The facts of an event for Jenkins, as parameters of a build; the target sends them as a form.',
  sharedBy: 'event',
  render: (input) => ({ contentType: 'application/json', body: JSON.stringify(buildVariables(input)) }),
}
