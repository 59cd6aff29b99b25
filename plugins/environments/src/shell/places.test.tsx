import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

describe('the places below /environments', () => {
  it('say why there is no list of all for a developer, and no form for an auditor', async () => {
    const page = renderPage(
      '/environments/all?owner=group:default/x',
      new FakeEnvironmentsApi(),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The list of all environments is for ops and auditors',
    );
    expect(screen.getByRole('link', { name: 'Mine' })).toHaveAttribute(
      'href',
      '/environments',
    );
    page.unmount();
    renderPage('/environments/create', new FakeEnvironmentsApi(), 'auditor');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You can’t create environments',
    );
  });

  it('have a title of their own', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ name: 'harbor-try', phase: 'Ready' });
    const page = renderPage('/environments/mine', api);
    await screen.findByRole('link', { name: 'harbor-try' });
    expect(document.title).toMatch(/^Environments/);
    page.unmount();
    renderPage(`/environments/${id}`, api);
    await screen.findByRole('heading', { name: 'harbor-try' });
    expect(document.title).toMatch(/^harbor-try/);
  });

  it('keep what was typed for the policies apart from a form of the same template', async () => {
    const template = 'template=default%2Fcomponent-sandbox';
    const api = new FakeEnvironmentsApi();
    const page = renderPage(`/environments/policies?${template}`, api, 'ops');
    const owner = await screen.findByRole('combobox', { name: /Owner/ });
    await userEvent.type(owner, 'orchard');
    await userEvent.click(
      await screen.findByRole('option', { name: /Team Orchard/ }),
    );
    page.unmount();
    renderPage(`/environments/create?${template}`, api, 'ops');
    expect(
      await screen.findByRole('button', { name: /Owner/ }),
    ).toHaveTextContent(/dana|harbor/);
  });
});
