import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { UPGRADE_CHANGES } from '../__testUtils__/changeFixtures';
import { ObjectChanges } from './ObjectChanges';

describe('what changes', () => {
  it('reads without colour: the word, the object, each field before and after', async () => {
    renderInTestApp(
      <ObjectChanges label="Changes" objects={UPGRADE_CHANGES} unchanged={5} />,
    );
    const list = await screen.findByRole('list', { name: 'Changes' });
    expect(list).toHaveTextContent('ChangedDeployment web');
    expect(list).toHaveTextContent('AddedPodDisruptionBudget web');
    expect(list).toHaveTextContent('RemovedConfigMap legacy-settings');
    expect(
      within(list)
        .getByRole('list', { name: 'Fields of Deployment web' })
        .querySelector('li'),
    ).toHaveTextContent('spec.replicasBefore: − 1After: + 2');
    expect(screen.getByText('5 objects stay as they are.')).toBeVisible();
  });

  it('shows the first of many fields, and the cluster’s refusal', async () => {
    const fields = Array.from({ length: 20 }, (_, index) => ({
      path: `/data/key${index}`,
      after: 'x',
    }));
    renderInTestApp(
      <ObjectChanges
        label="Changes"
        objects={[
          {
            ...UPGRADE_CHANGES[0],
            fields,
            refusal: 'field is immutable',
          },
        ]}
      />,
    );
    expect(
      await screen.findByText(/would refuse this: field is immutable/),
    ).toBeVisible();
    expect(screen.queryByText('data.key19')).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 12 more fields' }),
    );
    expect(screen.getByText('data.key19')).toBeVisible();
  });
});
