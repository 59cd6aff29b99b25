import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../../__testUtils__/FakeEnvironmentsApi';
import { DANA } from '../../../__testUtils__/fixtures';
import { renderPage } from '../../../__testUtils__/renderPage';

async function openForm(api: FakeEnvironmentsApi) {
  renderPage('/audit/log', api, 'ops');
  await userEvent.click(
    await screen.findByRole('button', { name: 'Erase a person' }),
  );
  const dialog = within(
    await screen.findByRole('dialog', {
      name: 'Erase a person from the log?',
    }),
  );
  return {
    dialog,
    person: dialog.getByRole('textbox', { name: 'Reference of the person' }),
    reason: dialog.getByRole('textbox', { name: /^Reason/ }),
    erase: dialog.getByRole('button', { name: 'Erase a person' }),
    confirm: () => dialog.findByRole('textbox', { name: /to confirm$/ }),
  };
}

describe('Erasing a person', () => {
  it('shows what goes and what stays, and asks for the reference once more', async () => {
    const api = new FakeEnvironmentsApi();
    api.add({ createdBy: DANA });
    const form = await openForm(api);
    expect(form.person).toHaveFocus();
    await userEvent.type(form.person, `${DANA}{Enter}`);
    expect(
      await form.dialog.findByRole('region', { name: 'Is erased' }),
    ).toHaveTextContent('Who it was, in 2 records');
    const stays = form.dialog.getByRole('region', { name: 'Stays' });
    expect(stays).toHaveTextContent('with the same bytes, places and proofs');
    expect(stays).toHaveTextContent('One environment that has them');

    await userEvent.type(form.reason, 'Asked for in March');
    await userEvent.type(await form.confirm(), 'user:default/milo');
    expect(form.erase).toBeDisabled();
    await userEvent.clear(await form.confirm());
    await userEvent.type(await form.confirm(), DANA);
    await userEvent.click(form.erase);

    const done = await screen.findByText('Erased in 2 records');
    expect(done).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(await api.previewErasure({ person: DANA })).toMatchObject({
      records: 0,
    });
  });

  it('forgets what it showed when another person is named', async () => {
    const form = await openForm(new FakeEnvironmentsApi());
    await userEvent.type(form.person, `${DANA}{Enter}`);
    await userEvent.type(await form.confirm(), DANA);
    await userEvent.type(form.person, 'x');
    expect(
      form.dialog.queryByRole('region', { name: 'Is erased' }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      form.dialog.getByRole('button', { name: 'See what is erased' }),
    );
    expect(
      await form.dialog.findByText(/^Nothing in the log names .*danax\./),
    ).toBeInTheDocument();
    await userEvent.type(form.reason, 'Asked for in March');
    expect(form.erase).toBeDisabled();
  });

  it('takes people alone', async () => {
    const api = new FakeEnvironmentsApi();
    const form = await openForm(api);
    await userEvent.type(form.person, 'group:default/team-harbor');
    expect(form.person).toHaveAccessibleDescription(/Only people are erased/);
    expect(
      form.dialog.getByRole('button', { name: 'See what is erased' }),
    ).toBeDisabled();
  });

  it('says what failed, and can be asked again', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('previewErasure');
    const form = await openForm(api);
    await userEvent.type(form.person, `${DANA}{Enter}`);
    const alert = await form.dialog.findByRole('alert');
    expect(alert).toHaveTextContent('The database does not answer.');
    api.mend('previewErasure');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    await userEvent.type(await form.confirm(), DANA);
    await userEvent.type(form.reason, 'Asked for');

    api.break('erasePerson', 400, 'InputError', 'The reason names them.');
    await userEvent.click(form.erase);
    expect(await form.dialog.findByRole('alert')).toHaveTextContent(
      /Not erased, or not all of it.*The reason names them\./,
    );
    api.mend('erasePerson');
    await userEvent.click(form.erase);
    expect(await screen.findByText('Erased in 2 records')).toBeVisible();
  });

  it('is not offered to auditors', async () => {
    renderPage('/audit/log', new FakeEnvironmentsApi(), 'auditor');
    await screen.findByRole('grid', { name: 'Checkpoints' });
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: 'Erase a person' }),
      ).not.toBeInTheDocument(),
    );
  });
});
