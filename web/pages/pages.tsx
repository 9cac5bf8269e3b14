import { Center, Loader } from '@mantine/core'
import { Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { later } from '../api/later.ts'
import { SYSTEM_SCOPE } from '../api/scope.ts'
import { useUser } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { NotFoundPage } from './not-found-page.tsx'

const ProjectPage = later(async () => (await import('./projects/project-page.tsx')).ProjectPage)
const ProjectsPage = later(async () => (await import('./projects/projects-page.tsx')).ProjectsPage)
const OverviewPage = later(async () => (await import('./overview/overview-page.tsx')).OverviewPage)
const EventsPage = later(async () => (await import('./history/events-page.tsx')).EventsPage)
const EventPage = later(async () => (await import('./history/event-page.tsx')).EventPage)
const DeliveriesPage = later(async () => (await import('./history/deliveries-page.tsx')).DeliveriesPage)
const DeliveryPage = later(async () => (await import('./history/delivery-page.tsx')).DeliveryPage)
const WebhooksPage = later(async () => (await import('./webhooks/webhooks-page.tsx')).WebhooksPage)
const PolicyPage = later(async () => (await import('./webhooks/policy-page.tsx')).PolicyPage)
const LogsPage = later(async () => (await import('./administration/logs-page.tsx')).LogsPage)
const UsersPage = later(async () => (await import('./administration/users-page.tsx')).UsersPage)
const RobotsPage = later(async () => (await import('./administration/robots-page.tsx')).RobotsPage)
const SourcesPage = later(async () => (await import('./administration/sources-page.tsx')).SourcesPage)
const ScannersPage = later(async () => (await import('./administration/scanners-page.tsx')).ScannersPage)
const ConfigurationPage = later(
  async () => (await import('./administration/configuration-page.tsx')).ConfigurationPage,
)

/** Every path of the console. Pages that not everyone needs at once are loaded when they are gone to. */
export function Pages() {
  const t = useText()
  return (
    <Suspense
      fallback={
        <Center mih={240}>
          <Loader aria-label={t.loading} />
        </Center>
      }
    >
      <Switch>
        <Route path="/">
          <Home />
        </Route>
        <Route path="/projects" component={ProjectsPage} />
        <Route path="/projects/:project/*?">
          {({ project }) => <ProjectPage key={project} name={decodeURIComponent(project)} />}
        </Route>
        <Route path="/events">
          <EventsPage scope={SYSTEM_SCOPE} />
        </Route>
        <Route path="/events/:id">{({ id }) => <EventPage scope={SYSTEM_SCOPE} id={id} />}</Route>
        <Route path="/deliveries">
          <DeliveriesPage scope={SYSTEM_SCOPE} />
        </Route>
        <Route path="/deliveries/:id">
          {({ id }) => <DeliveryPage scope={SYSTEM_SCOPE} id={Number(id)} />}
        </Route>
        <Route path="/webhooks">
          <WebhooksPage scope={SYSTEM_SCOPE} />
        </Route>
        <Route path="/webhooks/:id">{({ id }) => <PolicyPage scope={SYSTEM_SCOPE} id={Number(id)} />}</Route>
        <Route path="/logs" component={LogsPage} />
        <Route path="/users" component={UsersPage} />
        <Route path="/robots" component={RobotsPage} />
        <Route path="/sources" component={SourcesPage} />
        <Route path="/scanners" component={ScannersPage} />
        <Route path="/configuration" component={ConfigurationPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </Suspense>
  )
}

/** Whoever may see all of it starts with the overview, the others with their projects. */
function Home() {
  const user = useUser()
  return user.sysadmin_flag ? <OverviewPage scope={SYSTEM_SCOPE} /> : <Redirect to="/projects" />
}
