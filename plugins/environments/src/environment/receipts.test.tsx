import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';
import { savedFiles } from '../__testUtils__/savedFiles';

const CREATION = 'Save receipt of the creation';
const DELETION = 'Save receipt of the deletion';

/** The environment that the records of the log are about. */
function recorded(api: FakeEnvironmentsApi) {
  const [{ environmentId, time }] = api.records;
  return api.add({
    id: environmentId,
    name: 'harbor-try',
    phase: 'Ready',
    readyAt: time,
  });
}

describe('receipts of an environment', () => {
  it('are there to save when they are sealed', async () => {
    const files = savedFiles();
    const api = new FakeEnvironmentsApi();
    const { id } = recorded(api);
    api.auditLog.unsealed = api.records.length;
    renderPage(`/environments/${id}?tab=activity`, api);
    const save = await screen.findByRole('button', { name: CREATION });
    await userEvent.click(save);
    expect(await screen.findByText('There is no proof to save')).toBeVisible();
    expect(files).toEqual([]);

    api.auditLog.unsealed = 0;
    await userEvent.click(save);
    await waitFor(() => expect(files).toHaveLength(1));
    expect(await files[0].text()).toBe(
      await api.getEnvironmentReceipt(id, 'creation'),
    );
    expect(
      screen.queryByText('There is no proof to save'),
    ).not.toBeInTheDocument();
  });

  it('are of the deletion too, and can be asked for again after a failure', async () => {
    const files = savedFiles();
    const api = new FakeEnvironmentsApi();
    const { id } = recorded(api);
    await api.deleteEnvironment(id);
    while (api.advance(id).phase === 'Deleting');
    api.break('getEnvironmentReceipt');
    renderPage(`/environments/${id}`, api);
    const receipt = await screen.findByRole('region', {
      name: 'Receipt of the deletion',
    });
    await userEvent.click(
      within(receipt).getByRole('button', { name: DELETION }),
    );
    const alert = await within(receipt).findByRole('alert');
    expect(alert).toHaveTextContent('The proof could not be fetched');
    expect(alert).toHaveTextContent('The database does not answer.');

    api.mend('getEnvironmentReceipt');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    await waitFor(() => expect(files).toHaveLength(1));
    expect(await files[0].text()).toBe(
      await api.getEnvironmentReceipt(id, 'deletion'),
    );
    await waitFor(() => expect(alert).not.toBeInTheDocument());
  });

  it('are none of what was never made', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add();
    api.advance(id);
    api.fail(id);
    renderPage(`/environments/${id}?tab=activity`, api);
    await screen.findByRole('grid', { name: 'Operations' });
    expect(
      screen.queryByRole('button', { name: CREATION }),
    ).not.toBeInTheDocument();
  });
});
