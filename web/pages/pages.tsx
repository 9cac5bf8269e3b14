import type { ReactNode } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { SYSTEM_SCOPE } from '../api/client/scope.ts'
import { useUser } from '../api/session.ts'
import { AccessTokensPage } from './account/access-tokens-page.tsx'
import { DevicePage } from './account/device-page.tsx'
import { ConfigurationPage } from './administration/configuration-page.tsx'
import { LogsPage } from './administration/logs-page.tsx'
import { RobotsPage } from './administration/robots-page.tsx'
import { ScannersPage } from './administration/scanners/scanners-page.tsx'
import { SourcesPage } from './administration/sources-page.tsx'
import { UserTokensPage } from './administration/user-tokens-page.tsx'
import { UsersPage } from './administration/users-page.tsx'
import { EventTypePage } from './catalogue/event-type-page.tsx'
import { EventTypesPage } from './catalogue/event-types-page.tsx'
import { DeliveriesPage } from './history/deliveries-page.tsx'
import { DeliveryPage } from './history/delivery-page.tsx'
import { EventPage } from './history/event-page.tsx'
import { EventsPage } from './history/events-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { OverviewPage } from './overview/overview-page.tsx'
import { ProblemsPage } from './problems/problems-page.tsx'
import { ProjectPage } from './projects/project-page.tsx'
import { ProjectsPage } from './projects/projects-page.tsx'
import { type PathParts, SYSTEM_PATHS, type SystemPath, partsOf } from './routes.ts'
import { PolicyFormPage } from './webhooks/form/policy-form-page.tsx'
import { PolicyPage } from './webhooks/policy-page.tsx'
import { WebhooksPage } from './webhooks/webhooks-page.tsx'

type Shown = (parts: PathParts) => ReactNode

const SHOWN: Readonly<Record<SystemPath, Shown>> = {
  '/': () => <Home />,
  '/problems': () => <ProblemsPage scope={SYSTEM_SCOPE} />,
  '/projects': () => <ProjectsPage />,
  '/events': () => <EventsPage scope={SYSTEM_SCOPE} />,
  '/events/:id': ({ id }) => <EventPage scope={SYSTEM_SCOPE} id={id} />,
  '/deliveries': () => <DeliveriesPage scope={SYSTEM_SCOPE} />,
  '/deliveries/:id': ({ id }) => <DeliveryPage scope={SYSTEM_SCOPE} id={id} />,
  '/webhooks': () => <WebhooksPage scope={SYSTEM_SCOPE} />,
  '/webhooks/new': () => <PolicyFormPage scope={SYSTEM_SCOPE} id={null} />,
  '/webhooks/:id/edit': ({ id }) => <PolicyFormPage key={id} scope={SYSTEM_SCOPE} id={Number(id)} />,
  '/webhooks/:id': ({ id }) => <PolicyPage scope={SYSTEM_SCOPE} id={Number(id)} />,
  '/logs': () => <LogsPage />,
  '/event-types': () => <EventTypesPage />,
  '/event-types/:type': ({ type }) => <EventTypePage key={type} type={type} />,
  '/access-tokens': () => <AccessTokensPage />,
  '/device': () => <DevicePage />,
  '/users': () => <UsersPage />,
  '/users/:id/access-tokens': ({ id }) => <UserTokensPage key={id} id={Number(id)} />,
  '/robots': () => <RobotsPage />,
  '/sources': () => <SourcesPage />,
  '/scanners': () => <ScannersPage />,
  '/configuration': () => <ConfigurationPage />,
}

/** Every path of the console. */
export function Pages() {
  return (
    <Switch>
      {SYSTEM_PATHS.map((path) => (
        <Route key={path} path={path}>
          {(params) => SHOWN[path](partsOf(params))}
        </Route>
      ))}
      <Route path="/projects/:project/*?">
        {({ project }) => <ProjectPage key={project} name={decodeURIComponent(project)} />}
      </Route>
      <Route component={NotFoundPage} />
    </Switch>
  )
}

/** System admins start at the overview, other users at their projects. */
function Home() {
  const user = useUser()
  return user.sysadmin_flag ? <OverviewPage scope={SYSTEM_SCOPE} /> : <Redirect to="/projects" />
}
