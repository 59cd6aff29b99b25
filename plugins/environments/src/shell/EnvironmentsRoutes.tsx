import { Container, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { RiBox3Line } from '@remixicon/react';
import { ReactElement } from 'react';
import styles from '../components/PageTabs.module.css';
import { EnvironmentContent } from '../environment/EnvironmentContent';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { Navigate, Outlet, Route, Routes, useParams } from '../router';
import { PluginPage } from './PluginPage';

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
