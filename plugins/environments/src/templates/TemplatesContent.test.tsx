import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

const HALTED = {
  since: '2026-11-22T12:00:00.000Z',
  by: 'user:default/olga',
  reason: 'The image is broken',
};

describe('the templates', () => {
  it('shows what needs attention first, and filters', async () => {
    const api = new FakeEnvironmentsApi();
    api.addBehind('one');
    api.templates = api.templates.map(template =>
      template.name === 'team-sandbox'
        ? { ...template, halted: HALTED }
        : template,
    );
    renderPage('/environments/templates', api, 'ops');

    const table = await screen.findByRole('grid', { name: 'Templates' });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows[0]).toHaveTextContent(/Team sandbox.*PublishedHalted/);
    expect(rows[1]).toHaveTextContent(
      /Database sandbox.*Published.*11 behind.*90 % of 10.*42 s/,
    );
    expect(
      screen.getByRole('link', { name: 'Database sandbox' }),
    ).toHaveAttribute(
      'href',
      '/environments/templates/default/database-sandbox',
    );
    expect(
      await screen.findByRole('link', { name: 'Open workbench' }),
    ).toHaveAttribute('href', '/environments/templates/workbench');

    await userEvent.type(screen.getByRole('searchbox'), 'service');
    expect(
      screen.queryByRole('link', { name: 'Team sandbox' }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /State/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Halted' }),
    );
    expect(
      await screen.findByText('No template matches these filters.'),
    ).toBeInTheDocument();
    expect(window.location.search).toBe('?text=service&state=halted');
  });

  it('is not shown to developers, who read why', async () => {
    renderPage('/environments/templates', new FakeEnvironmentsApi());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'How templates fare is for ops and auditors',
    );
    expect(
      screen.queryByRole('tab', { name: 'Templates' }),
    ).not.toBeInTheDocument();
  });

  it('says why there are no figures, and tries again', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('listTemplateReports');
    renderPage('/environments/templates', api, 'auditor');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    api.mend('listTemplateReports');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('link', { name: 'Service sandbox' }),
    ).toBeVisible();
    expect(
      screen.queryByRole('link', { name: 'Open workbench' }),
    ).not.toBeInTheDocument();
  });
});
