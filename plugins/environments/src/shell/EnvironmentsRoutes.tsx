import { ReactElement, ReactNode } from 'react';
import { EnvironmentContent } from '../environment/EnvironmentContent';
import { Navigate, Route, Routes, useParams } from '../router';

/** One tab of the page: a place of its own. */
export interface EnvironmentsTab {
  path: string;
  element: ReactElement;
}

/**
 * The places under `/environments`: the tabs, and one for each environment.
 * Both shells use it; only the layout around it differs.
 */
export function EnvironmentsRoutes(props: {
  tabs: EnvironmentsTab[];
  layout: (content: ReactNode) => ReactElement;
}) {
  const { tabs, layout } = props;
  return layout(
    <Routes>
      <Route index element={<Navigate to={tabs[0].path} replace />} />
      {tabs.map(({ path, element }) => (
        <Route key={path} path={`${path}/*`} element={element} />
      ))}
      <Route path=":id" element={<EnvironmentPlace />} />
    </Routes>,
  );
}

function EnvironmentPlace() {
  const { id = '' } = useParams();
  return <EnvironmentContent key={id} id={id} />;
}
