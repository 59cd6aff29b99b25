import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { chooseAction } from '../__testUtils__/chooseAction';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

/**
 * Asks for something in a dialog whose first answer gets lost.
 *
 * @returns each key that it was sent with once
 */
async function sendTwice(
  api: FakeEnvironmentsApi,
  ask: {
    action: string;
    method:
      | 'deleteEnvironment'
      | 'cancelOperation'
      | 'createUpgrade'
      | 'decideDrift';
    /** What is typed before it can be sent. */
    typed?: string;
  },
): Promise<(string | undefined)[]> {
  const { action, method, typed } = ask;
  const sent = jest.spyOn(api, method);
  const dialog = within(await screen.findByRole('dialog'));
  if (typed) await userEvent.type(dialog.getByRole('textbox'), typed);
  const button = await dialog.findByRole('button', { name: action });
  await waitFor(() => expect(button).toBeEnabled());
  api.cutOff(method);
  await userEvent.click(button);
  expect(await dialog.findByRole('alert')).toBeInTheDocument();
  api.mend(method);
  await userEvent.click(button);
  await waitFor(() =>
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
  );
  expect(sent).toHaveBeenCalledTimes(2);
  return [...new Set(sent.mock.calls.map(call => toKey(call.at(-1))))];
}

function toKey(options: unknown): string | undefined {
  return Object(options).idempotencyKey;
}

const ONE_KEY = [expect.stringMatching(/^[0-9a-f]{32}$/)];

describe('what is sent again when its answer got lost', () => {
  const name = 'harbor-api';

  it('is one deletion', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ name, phase: 'Ready' });
    renderPage(`/environments/${id}`, api);
    const action = 'Delete environment';
    await chooseAction(action);
    expect(
      await sendTwice(api, {
        action,
        method: 'deleteEnvironment',
        typed: name,
      }),
    ).toEqual(ONE_KEY);
  });

  it('is one upgrade', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind(name);
    renderPage(`/environments/${id}`, api);
    await chooseAction('Upgrade');
    expect(
      await sendTwice(api, { action: 'Upgrade', method: 'createUpgrade' }),
    ).toEqual(ONE_KEY);
  });

  it('is one decision about drift', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind(name);
    api.addDrift(id);
    renderPage(`/environments/${id}?tab=objects`, api);
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Deployment web' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Revert' }));
    expect(
      await sendTwice(api, {
        action: 'Revert',
        method: 'decideDrift',
        typed: 'As it was',
      }),
    ).toEqual(ONE_KEY);
  });

  it('is one cancellation', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name,
      phase: 'Waiting',
      waiting: { ahead: 2 },
      allowed: { cancel: true },
    });
    renderPage(`/environments/${id}`, api);
    await chooseAction('Cancel creation');
    expect(
      await sendTwice(api, {
        action: 'Cancel creation',
        method: 'cancelOperation',
      }),
    ).toEqual(ONE_KEY);
  });
});
