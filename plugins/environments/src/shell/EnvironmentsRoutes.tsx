import {
  Alert,
  ButtonLink,
  Container,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '@backstage/ui';
import { RiBox3Line } from '@remixicon/react';
import { lazy, ReactElement, Suspense } from 'react';
import styles from '../components/PageTabs.module.css';
import { TableSkeleton } from '../components/TableSkeleton';
import { EnvironmentContent } from '../environment/EnvironmentContent';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { PoliciesRefused } from '../policies/PoliciesRefused';
import { Navigate, Outlet, Route, Routes, useParams } from '../router';
import { RolloutContent } from '../rollouts/RolloutContent';
import { TemplatesRefused } from '../templates/list/TemplatesRefused';
import { TemplateContent } from '../templates/page/TemplateContent';
import { PluginPage } from './PluginPage';

const WorkbenchContent = lazy(() =>
  import('../templates/workbench/WorkbenchContent').then(m => ({
    default: m.WorkbenchContent,
  })),
);

/** Tabs that some do not have, and that are no names of environments. */
const REFUSED = ['create', 'all'] as const;

/** One tab of the page: a place of its own. */
export interface EnvironmentsTab {
  path: string;
  title: string;
  element: ReactElement;
}

/**
 * The places under `/environments`: the tabs, and one for each environment.
 * The tabs of the page header have no panels, which leaves a screen reader with
 * a reference to nothing; these have.
 */
export function EnvironmentsRoutes(props: { tabs: EnvironmentsTab[] }) {
  const { tabs } = props;
  return (
    <Routes>
      <Route index element={<Navigate to={tabs[0].path} replace />} />
      <Route element={<TabbedPlace tabs={tabs} />}>
        {tabs.map(({ path, element }) => (
          <Route
            key={path}
            path={`${path}/*`}
            element={<TabPanel id={path}>{element}</TabPanel>}
          />
        ))}
      </Route>
      {REFUSED.filter(place => !tabs.some(({ path }) => path === place)).map(
        place => (
          <Route
            key={place}
            path={`${place}/*`}
            element={<RefusedPlace place={place} />}
          />
        ),
      )}
      {!tabs.some(({ path }) => path === 'templates') && (
        <Route path="templates" element={<RefusedTemplates />} />
      )}
      {!tabs.some(({ path }) => path === 'policies') && (
        <Route path="policies" element={<RefusedPolicies />} />
      )}
      <Route path="templates/workbench" element={<WorkbenchPlace />} />
      <Route path="templates/:namespace/:name" element={<TemplatePlace />} />
      <Route path="rollouts/:rolloutId" element={<RolloutPlace />} />
      <Route path=":id" element={<EnvironmentPlace />} />
    </Routes>
  );
}

function TabbedPlace(props: { tabs: EnvironmentsTab[] }) {
  const t = useTranslation();
  const { mine: root } = useLinks();
  return (
    <PluginPage
      title={t('common.environments')}
      icon={<RiBox3Line />}
      titleLink={root}
    >
      <Container>
        <Tabs className={styles.tabs}>
          <TabList aria-label={t('common.environments')}>
            {props.tabs.map(({ path, title }) => (
              <Tab
                key={path}
                id={path}
                href={`${root}/${path}`}
                matchStrategy="prefix"
              >
                {title}
              </Tab>
            ))}
          </TabList>
          <Outlet />
        </Tabs>
      </Container>
    </PluginPage>
  );
}

function EnvironmentPlace() {
  const { id = '' } = useParams();
  return (
    <main>
      <EnvironmentContent key={id} id={id} />
    </main>
  );
}

function TemplatePlace() {
  const { namespace = '', name = '' } = useParams();
  return (
    <main>
      <TemplateContent
        key={`${namespace}/${name}`}
        namespace={namespace}
        name={name}
      />
    </main>
  );
}

function RolloutPlace() {
  const { rolloutId = '' } = useParams();
  return (
    <main>
      <RolloutContent key={rolloutId} id={rolloutId} />
    </main>
  );
}

/** The editor is much code, and only few ever come here. */
function WorkbenchPlace() {
  return (
    <main>
      <Suspense fallback={<TableSkeleton />}>
        <WorkbenchContent />
      </Suspense>
    </main>
  );
}

/** Whoever follows a link to a list or form that is not for them reads that. */
function RefusedPlace(props: { place: (typeof REFUSED)[number] }) {
  const { place } = props;
  const t = useTranslation();
  const links = useLinks();
  return (
    <PluginPage title={t('common.environments')} icon={<RiBox3Line />}>
      <Container>
        <Alert
          role="alert"
          status="info"
          icon
          title={t(`list.refused.${place}.title`)}
          description={t(`list.refused.${place}.description`)}
          customActions={
            <ButtonLink href={links.mine} variant="secondary" size="small">
              {t('list.tabs.mine')}
            </ButtonLink>
          }
        />
      </Container>
    </PluginPage>
  );
}

/** Whoever follows a link to the templates reads why they are not shown. */
function RefusedTemplates() {
  const t = useTranslation();
  return (
    <PluginPage title={t('templates.title')} icon={<RiBox3Line />}>
      <Container>
        <TemplatesRefused />
      </Container>
    </PluginPage>
  );
}

/** The same for the policies. */
function RefusedPolicies() {
  const t = useTranslation();
  return (
    <PluginPage title={t('policies.title')} icon={<RiBox3Line />}>
      <Container>
        <PoliciesRefused />
      </Container>
    </PluginPage>
  );
}
