import { Alert } from '@backstage/ui';
import { Problem } from '@sandlot/plugin-environments-common';
import { Words } from './Words';

/** What stands against a change, where there is no field to say it at. */
export function ProblemAlerts({ problems }: { problems: Problem[] }) {
  return (
    <>
      {problems.map(({ path, message, expected }) => (
        <Alert
          key={path + message}
          role="alert"
          status="danger"
          icon
          title={<Words>{message}</Words>}
          description={expected}
        />
      ))}
    </>
  );
}
