import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { earlierRevision } from '../__testUtils__/FakeTemplates';
import { renderPage } from '../__testUtils__/renderPage';
import { shortDigest } from '../format/digest';

const ADDRESS = '/environments/templates/default/database-sandbox';

describe('a template', () => {
  it('is halted and resumed, each with a reason', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(ADDRESS, api, 'ops');
    const revision = shortDigest(api.templates[0].revision);

    await userEvent.click(
      await screen.findByRole('button', { name: `Halt revision ${revision}` }),
    );
    const dialog = await screen.findByRole('dialog');
    const halt = within(dialog).getByRole('button', { name: 'Halt' });
    expect(halt).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'The image is broken',
    );
    await userEvent.click(halt);

    expect(
      await screen.findByText(/Since .* UTC, by olga: The image is broken/),
    ).toBeVisible();
    const [resume] = screen.getAllByRole('button', {
      name: `Resume revision ${revision}`,
    });
    await userEvent.click(resume);
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Reason/ }),
      'It is mended{Tab}{Tab}{Enter}',
    );
    await screen.findByRole('button', { name: `Halt revision ${revision}` });
    expect(screen.queryByText(/The image is broken/)).not.toBeInTheDocument();
  });

  it('stays as it is when a halt is refused', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('haltTemplateRevision', 403, 'NotAllowedError', 'Only ops may.');
    renderPage(ADDRESS, api, 'ops');
    const [halt] = await screen.findAllByRole('button', {
      name: /^Halt revision/,
    });
    await userEvent.click(halt);
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'because');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Halt' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It was not haltedOnly ops may.',
    );
  });

  it('shows what changed from one revision to another', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(ADDRESS, api, 'auditor');
    const [template] = api.templates;

    await userEvent.click(
      await screen.findByRole('button', {
        name: `What changed with ${shortDigest(template.revision)}`,
      }),
    );
    expect(
      await screen.findByRole('list', { name: 'Places in the template' }),
    ).toHaveTextContent(
      'spec.parameters.properties.size.defaultBefore: − SAfter: + M',
    );
    expect(
      screen.getByRole('list', { name: 'Objects that change' }),
    ).toHaveTextContent('ChangedDeployment web');
    expect(new URLSearchParams(window.location.search).get('from')).toBe(
      earlierRevision(template),
    );
    expect(
      screen.queryByRole('button', { name: /^Halt revision/ }),
    ).not.toBeInTheDocument();
  });

  it('says place by place why a delivery was refused', async () => {
    const api = new FakeEnvironmentsApi();
    const { items } = await api.listTemplateReports();
    jest.spyOn(api, 'listTemplateReports').mockResolvedValue({
      items: items.map(report => ({
        ...report,
        problems: [
          {
            path: '/spec/resources/3/kind',
            message: 'DaemonSet may not be made',
            expected: 'Deployment or Job',
            file: 'database.yaml',
            line: 87,
            column: 13,
          },
        ],
      })),
    });
    renderPage(ADDRESS, api, 'ops');
    expect(await screen.findByText('database.yaml:87:13')).toBeVisible();
    expect(
      screen.getByText(/DaemonSet may not be made \(expected: Deployment or/),
    ).toBeVisible();
    expect(screen.getByText(/last good revision stays in use/)).toBeVisible();
  });

  it('shows what runs on it, with what one has to know', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind('harbor-db');
    api.addDrift(id);
    await api.holdEnvironment(id, { reason: 'Demo on Friday' });
    renderPage(`${ADDRESS}?tab=environments`, api, 'ops');
    const table = await screen.findByRole('grid', {
      name: 'Environments of this template',
    });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      /harbor-db.*Ready.*one revision behind.*On hold: Demo on Friday.*2 objects drifted/,
    );
  });

  it('says so when there is no such template', async () => {
    renderPage(
      '/environments/templates/default/nothing',
      new FakeEnvironmentsApi(),
      'ops',
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No such template',
    );
  });
});
