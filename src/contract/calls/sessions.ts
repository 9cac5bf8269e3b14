import Type from 'typebox'
import { apiCall } from '../api-call.ts'

/** Log-in and log-out by cookie, for browsers; programs send Basic with every request. */

/** Of a form that anyone may send. */
const MAX_FORM_BYTES = 16 * 1024

export const logIn = apiCall({
  method: 'POST',
  path: '/c/login',
  operation: 'Login',
  summary: 'Begin a session',
  tag: 'session',
  needs: 'nothing',
  // Its handler records it with the name in the body, also when that is wrong.
  isOnlyQuestion: true,
  schema: { body: Type.Object({ principal: Type.String(), password: Type.String() }) },
  maxBodyBytes: MAX_FORM_BYTES,
  answers: { 200: null },
})

export const logOut = apiCall({
  method: 'POST',
  path: '/c/log_out',
  operation: 'Logout',
  summary: 'End the session',
  tag: 'session',
  needs: 'nothing',
  isOnlyQuestion: true,
  schema: {},
  answers: { 200: null },
})

export const logOutByLink = apiCall({
  method: 'GET',
  path: '/c/log_out',
  operation: 'LogoutByLink',
  summary: 'End the session, as Harbor’s own link does',
  tag: 'session',
  needs: 'nothing',
  isOnlyQuestion: true,
  schema: {},
  answers: { 200: null },
})

export const beginOidcLogin = apiCall({
  method: 'GET',
  path: '/c/oidc/login',
  operation: 'OidcLogin',
  summary: 'Begin a log-in by the OpenID provider',
  tag: 'session',
  needs: 'nothing',
  schema: {
    querystring: Type.Object({
      // It waits in a cookie, which must not be longer than browsers keep.
      redirect_url: Type.Optional(
        Type.String({ maxLength: 1024, description: 'where to go after it: a path of Bellbuoy' }),
      ),
    }),
  },
  answers: { 302: null },
})

export const finishOidcLogin = apiCall({
  method: 'GET',
  path: '/c/oidc/callback',
  operation: 'OidcCallback',
  summary: 'Finish a log-in: the OpenID provider sends the browser here',
  tag: 'session',
  needs: 'nothing',
  schema: { querystring: Type.Object({ state: Type.Optional(Type.String()) }) },
  answers: { 302: null },
})

export const logOutOfOidc = apiCall({
  method: 'GET',
  path: '/c/oidc/logout',
  operation: 'OidcLogout',
  summary: 'End the session, also with the OpenID provider where it has a page for that',
  tag: 'session',
  needs: 'nothing',
  schema: {},
  answers: { 302: null },
})

export const showOnboarding = apiCall({
  method: 'GET',
  path: '/c/oidc/onboard',
  operation: 'OidcOnboardPage',
  summary: 'Choose a name at the first log-in by the OpenID provider',
  tag: 'session',
  needs: 'nothing',
  schema: {},
  answers: { 200: 'html' },
})

export const onboard = apiCall({
  method: 'POST',
  path: '/c/oidc/onboard',
  operation: 'OidcOnboard',
  summary: 'Create the user of a first log-in by the OpenID provider under the chosen name',
  tag: 'session',
  needs: 'nothing',
  // Its handler records it with the name that was chosen.
  isOnlyQuestion: true,
  schema: { body: Type.Object({ username: Type.String() }) },
  maxBodyBytes: MAX_FORM_BYTES,
  answers: { 302: null },
})
