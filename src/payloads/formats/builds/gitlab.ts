import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { buildVariables } from '../../build/build-variables.ts'

/**
 * The variables of a pipeline. GitLab reads `$NAME` in a value as another variable, and `$$` as the character alone
 * (gitlab.com/gitlab-org/gitlab/-/issues/16442): who is called `$TOKEN` must not read a secret of the project.
 */
export const gitlabFormat: PayloadFormat = {
  name: 'GitLab',
  about:
    'The facts of an event for GitLab, as `variables` of a pipeline, where `$$` stands for `$`; the target adds the rest of the body.',
  sharedBy: 'event',
  render(input) {
    const escaped = Object.entries(buildVariables(input)).map(([name, value]) => [
      name,
      value.replaceAll('$', '$$$$'),
    ])
    return { contentType: 'application/json', body: JSON.stringify(Object.fromEntries(escaped)) }
  },
}
